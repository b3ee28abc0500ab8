'use client';

import { Dialog as Primitive } from 'radix-ui';
import { useEffect, useRef, useState } from 'react';
import { Dialog } from '@/components/ui/dialog.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Field, SelectField } from '@/components/ui/field.tsx';
import { showFailure, showResult } from '@/components/ui/toast.tsx';
import { useSentCommand } from '@/components/live/use-sent-command.ts';
import { useAccounts, type Account } from '@/live/accounts.ts';
import { useFreshnessStates } from '@/live/freshness.ts';
import { useLink } from '@/live/link.ts';
import { dataOf, type Loadable } from '@/live/loadable.ts';
import type { AccountLive } from '@/live/account-live.ts';
import { useAccountsValue } from '@/live/use-account-live.ts';
import { useLiveTradings } from '@/live/live-trading.ts';
import { BrokerLinks } from './broker-links.tsx';
import { HoldButton } from './hold-button.tsx';
import { PauseEntriesButton } from './pause-entries.tsx';
import { closeStop } from './stop-state.ts';
import { sayCount } from './stop-words.ts';

const noAccounts: readonly Account[] = [];
const countPositions = (lives: readonly Loadable<AccountLive>[]) =>
  lives.reduce((sum, live) => sum + (dataOf(live)?.positions.length ?? 0), 0);

/** The emergency stop. The focus starts on Cancel; stopping takes a hold of 1 s, closing positions as well one of 2 s. */
export function StopDialog({ open }: { open: boolean }) {
  const all = dataOf(useAccounts()) ?? noAccounts;
  const [accountId, setAccountId] = useState('');
  const [reason, setReason] = useState('');
  const { state: link } = useLink();
  const cancel = useRef<HTMLButtonElement>(null);
  const accounts = accountId === '' ? all : all.filter(({ id }) => id === accountId);
  const send = useStopCommand(() => {
    setReason('');
    closeStop();
  });
  const stop = (flatten: boolean) => {
    const why = reason.trim();
    send({ flatten, ...(accountId !== '' && { accountId }), ...(why !== '' && { reason: why }) });
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && closeStop()}
      title="Stop trading"
      description="Halts trading until somebody types RESUME, and cancels every open order."
      initialFocus={cancel}
      footer={
        <Primitive.Close asChild>
          <Button ref={cancel} className="max-md:flex-1">
            Cancel
          </Button>
        </Primitive.Close>
      }
    >
      {link === 'offline' ? (
        <OfflinePanel accounts={accounts} />
      ) : (
        <div className="flex flex-col gap-3">
          <SelectField label="What to stop" value={accountId} onChange={(event) => setAccountId(event.target.value)}>
            <option value="">The whole desk ({sayCount(all.length, 'account')})</option>
            {all.map(({ id, label }) => (
              <option key={id} value={id}>
                {label} alone
              </option>
            ))}
          </SelectField>
          <Field
            label="Why (optional, shown to everybody)"
            value={reason}
            maxLength={200}
            autoComplete="off"
            onChange={(event) => setReason(event.target.value)}
          />
          <WorkerLostNote accounts={accounts} />
          <Holds accounts={accounts} onStop={stop} />
          <div className="flex flex-wrap items-center justify-between gap-2 border-t border-line pt-3">
            <p className="text-sm text-muted">Only no new positions? Orders and positions stay as they are.</p>
            <PauseEntriesButton accountId={accountId === '' ? undefined : accountId} onSent={closeStop} />
          </div>
        </div>
      )}
    </Dialog>
  );
}

function Holds({ accounts, onStop }: { accounts: readonly Account[]; onStop: (flatten: boolean) => void }) {
  const positions = useAccountsValue(
    accounts.map(({ id }) => id),
    countPositions,
    Object.is,
  );
  const tradings = useLiveTradings(accounts);
  const orders = tradings.reduce((sum, trading) => sum + (trading?.openOrders ?? 0), 0);
  const isCounted = tradings.length > 0 && tradings.every((trading) => trading !== undefined);
  return (
    <div className="flex flex-col gap-2">
      <HoldButton holdMs={1_000} onHeld={() => onStop(false)} pressAgain="Press once more to stop trading">
        Hold 1 s: halt and cancel {isCounted ? sayCount(orders, 'order') : 'all orders'}
      </HoldButton>
      {positions > 0 && (
        <HoldButton
          holdMs={2_000}
          onHeld={() => onStop(true)}
          pressAgain={`Press once more to stop and close ${sayCount(positions, 'position')}`}
        >
          Hold 2 s: also close {sayCount(positions, 'position')} at market
        </HoldButton>
      )}
      <p className="text-xs text-muted">By keyboard: press a button twice.</p>
    </div>
  );
}

/** Sends the stop, closes the dialog when it is on its way, and tells of a refusal: the banner shows the rest. */
function useStopCommand(onSent: () => void) {
  const sent = useSentCommand();
  const { life } = sent;
  const stage = life?.stage;
  useEffect(() => {
    if (stage === 'succeeded')
      showResult({ title: 'Trading is HALTED', detail: 'The banner shows what is not done yet.' });
    if (stage === 'rejected' || stage === 'failed' || stage === 'expired') {
      showFailure({
        title: 'Not stopped',
        detail: life?.message ?? 'The server refused it. Try again, or stop at your broker.',
      });
    }
    if (stage === 'not-confirmed') {
      showFailure({ title: 'Stop not confirmed yet', detail: 'If the banner does not appear, stop at your broker.' });
    }
  }, [stage, life?.message]);
  return (payload: Parameters<typeof sent.send<'emergencyStop'>>[1]) => {
    sent.send('emergencyStop', payload);
    onSent();
  };
}

function WorkerLostNote({ accounts }: { accounts: readonly Account[] }) {
  const states = useFreshnessStates(accounts.map(({ id }) => id));
  const lost = accounts.filter((_, index) => states[index] === 'worker-lost');
  if (lost.length === 0) return null;
  return (
    <p role="status" className="rounded-control border border-warning p-2.5 text-sm">
      <strong>No worker runs {lost.map(({ label }) => label).join(', ')}.</strong> The stop is stored and runs first
      when one is back. Until then, act at the broker itself. <BrokerLinks accounts={lost} />
    </p>
  );
}

function OfflinePanel({ accounts }: { accounts: readonly Account[] }) {
  return (
    <div role="alert" className="rounded-control border border-down p-3 text-sm">
      <p className="font-semibold">Nothing can be sent: this device has no connection.</p>
      <p className="mt-1">
        Trading goes on: orders, positions and bots keep running. Stop from another device or at your broker.{' '}
        <BrokerLinks accounts={accounts} />
      </p>
    </div>
  );
}
