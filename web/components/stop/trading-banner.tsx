'use client';

import { OctagonX, Pause } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { TradingState } from '@tapedeck/core/documents/desk-document';
import { Button } from '@/components/ui/button.tsx';
import { formatInstant } from '@/format/times.ts';
import type { Account } from '@/live/accounts.ts';
import { useMembership } from '@/live/desk-context.tsx';
import { useFreshnessStates } from '@/live/freshness.ts';
import { stopProgressOf, useLiveTradings } from '@/live/live-trading.ts';
import { setterName } from '@/live/trading-state.ts';
import { usePreference } from '@/preferences/use-preferences.ts';
import { BrokerLinks } from './broker-links.tsx';
import { PauseEntriesButton } from './pause-entries.tsx';
import { ResumeDialog, type ResumeTarget } from './resume-dialog.tsx';
import { sayProgress, sayStanding } from './stop-words.ts';

/** Stands above every page while trading is not ACTIVE: who, when, why, and what of a stop is not done yet. */
export function TradingBanner({ accounts }: { accounts: readonly Account[] }) {
  const { desk } = useMembership();
  const [resuming, setResuming] = useState<ResumeTarget>();
  const ofDesk = desk.tradingState;
  const halted = accounts.filter(({ tradingState }) => tradingState.mode === 'HALTED');
  const reducing = accounts.filter(({ tradingState }) => tradingState.mode === 'REDUCING');
  return (
    <>
      {ofDesk.mode === 'HALTED' && (
        <HaltedBanner
          where="this desk"
          scope="desk"
          state={ofDesk}
          accounts={accounts}
          onResume={() => setResuming({ accountId: undefined, name: desk.name })}
        />
      )}
      {ofDesk.mode === 'REDUCING' && <ReducingBanner where="this desk" state={ofDesk} accountId={undefined} />}
      {halted.map((account) => (
        <HaltedBanner
          key={account.id}
          where={account.label}
          scope="account"
          state={account.tradingState}
          accounts={[account]}
          onResume={() => setResuming({ accountId: account.id, name: account.label })}
        />
      ))}
      {reducing.map(({ id, label, tradingState }) => (
        <ReducingBanner key={id} where={label} state={tradingState} accountId={id} />
      ))}
      <ResumeDialog target={resuming} onClose={() => setResuming(undefined)} />
    </>
  );
}

interface HaltedBannerProps {
  where: string;
  scope: 'desk' | 'account';
  state: TradingState;
  accounts: readonly Account[];
  onResume: () => void;
}

function HaltedBanner({ where, scope, state, accounts, onResume }: HaltedBannerProps) {
  const { role } = useMembership();
  const tradings = useLiveTradings(accounts);
  const freshness = useFreshnessStates(accounts.map(({ id }) => id));
  const rows = accounts.map((account, index) => {
    const stop = stopProgressOf(tradings[index], { scope, epoch: state.epoch });
    const holdUp = account.disabled ? 'switched-off' : freshness[index] === 'worker-lost' ? 'worker-lost' : undefined;
    return { account, holdUp, words: sayProgress(stop, holdUp) };
  });
  const byHand = rows
    .filter(({ holdUp, words }) => words.standing === 'impossible' || (holdUp && words.standing !== 'done'))
    .map(({ account }) => account);
  return (
    <section
      aria-label={`Trading on ${where} is halted`}
      data-testid="halted-banner"
      className="mb-3 rounded-card bg-danger px-4 py-3 text-sm text-white"
    >
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <OctagonX aria-hidden size={18} className="mt-px shrink-0" />
        <p role="alert" className="min-w-0 flex-1 basis-60">
          <strong>Trading on {where} is HALTED</strong> <Setter state={state} />. Only cancels go through
          {sayStanding(rows.map(({ words }) => words))}
        </p>
        {role !== 'viewer' && (
          <Button onClick={onResume} size="sm">
            Resume …
          </Button>
        )}
      </div>
      <ul className="mt-2 flex flex-col gap-1 border-t border-[rgb(255_255_255/0.35)] pt-2">
        {rows.map(({ account, words }) => (
          <li key={account.id} data-testid="stop-progress" data-done={words.standing === 'done'}>
            <strong>{account.label}</strong> <span aria-hidden>{words.symbol}</span> {words.text}
          </li>
        ))}
      </ul>
      {byHand.length > 0 && (
        <p className="mt-1">
          <BrokerLinks accounts={byHand} />
        </p>
      )}
    </section>
  );
}

function ReducingBanner({
  where,
  state,
  accountId,
}: {
  where: string;
  state: TradingState;
  accountId: string | undefined;
}): ReactNode {
  return (
    <section
      aria-label={`Entries on ${where} are paused`}
      data-testid="reducing-banner"
      className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-card border border-warning bg-panel px-4 py-2.5 text-sm"
    >
      <Pause aria-hidden size={18} className="shrink-0 text-warning" />
      <p role="status" className="min-w-0 flex-1 basis-60">
        <strong>Entries on {where} are paused</strong> <Setter state={state} />. Only orders that make a position
        smaller go through.
      </p>
      <PauseEntriesButton accountId={accountId} size="sm" />
    </section>
  );
}

function Setter({ state }: { state: TradingState }) {
  const membership = useMembership();
  const zone = usePreference('timeZone');
  const reason = state.reason === undefined ? '' : `: “${state.reason}”`;
  return `by ${setterName(membership, state)}, ${formatInstant(state.atMs, zone)}${reason}`;
}
