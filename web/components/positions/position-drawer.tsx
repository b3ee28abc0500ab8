'use client';

import { useMemo, useState } from 'react';
import type { Position } from '@tapedeck/core/model/position';
import { FreshnessMark } from '@/components/live/freshness-mark.tsx';
import { actOffReason, useTradingAccess } from '@/components/live/trading-access.ts';
import { Badge } from '@/components/ui/badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Drawer } from '@/components/ui/dialog.tsx';
import { instrumentName } from '@/format/names.ts';
import { useAccounts, type Account } from '@/live/accounts.ts';
import { useFreshness } from '@/live/freshness.ts';
import { dataOf } from '@/live/loadable.ts';
import { useAccountValue } from '@/live/use-account-live.ts';
import { CloseDialog } from './close-dialog.tsx';
import { LeverageForm } from './leverage-form.tsx';
import { PositionFacts } from './position-facts.tsx';
import { PositionLifeList } from './position-life-list.tsx';
import { ReverseDialog } from './reverse-dialog.tsx';
import { StopsPanel } from './stops-panel.tsx';

export interface PositionRef {
  readonly accountId: string;
  readonly positionId: string;
}

export interface PositionDrawerProps {
  position: PositionRef;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** A position's facts, live, and its life: what happened to it and who did it. */
export function PositionDrawer({ position: { accountId, positionId }, open, onOpenChange }: PositionDrawerProps) {
  const account = dataOf(useAccounts())?.find(({ id }) => id === accountId);
  const current = useAccountValue(accountId, (live) => live.positions.find(({ id }) => id === positionId));
  const position = useLastKnown(current, positionId);
  const { pair, kind } = instrumentName(positionId.split('_')[0] ?? positionId);
  return (
    <Drawer
      open={open}
      onOpenChange={onOpenChange}
      title={
        <span className="flex items-center gap-2">
          {pair} <span className="text-sm font-normal text-muted">{kind}</span>
          {!current && <Badge>Closed</Badge>}
        </span>
      }
      description={account ? `Position in ${account.label}` : 'Position'}
      {...(account && position && { footer: <Acts key={positionId} position={current} account={account} /> })}
    >
      {account && <Age account={account} />}
      {!current && (
        <output className="mb-3 block text-sm text-muted">
          This position is closed. Its last known figures stand below.
        </output>
      )}
      {position && <PositionFacts position={position} isClosed={!current} accountId={accountId} />}
      {open && account && current && <Settings key={positionId} position={current} account={account} />}
      <h3 className="mt-6 mb-1 text-sm font-semibold">Life</h3>
      {open && <PositionLifeList accountId={accountId} positionId={positionId} openedAtMs={position?.openedAtMs} />}
    </Drawer>
  );
}

function Age({ account }: { account: Account }) {
  const freshness = useFreshness(useMemo(() => [account.id], [account.id]));
  return (
    <p className="mb-3">
      <FreshnessMark freshness={freshness} />
    </p>
  );
}

/** What can be set of a position while it stays open. */
function Settings({ position, account }: { position: Position; account: Account }) {
  const access = useTradingAccess(account);
  return (
    <>
      <StopsPanel position={position} accountId={account.id} access={access} />
      <LeverageForm position={position} accountId={account.id} access={access} />
    </>
  );
}

/**
 * Each opens a dialog that names what it would do before anything is sent. A dialog stays when its position goes: it
 * tells what became of it.
 */
function Acts({ position, account }: { position: Position | undefined; account: Account }) {
  const [act, setAct] = useState<{ readonly name: 'close' | 'reverse'; readonly seen: Position }>();
  const ActDialog = act?.name === 'reverse' ? ReverseDialog : CloseDialog;
  return (
    <>
      {position ? (
        <ActButtons position={position} account={account} onAct={(name) => setAct({ name, seen: position })} />
      ) : (
        <p className="w-full text-sm text-muted">There is nothing left to close.</p>
      )}
      {act && <ActDialog seen={act.seen} account={account} open onOpenChange={() => setAct(undefined)} />}
    </>
  );
}

interface ActButtonsProps {
  position: Position;
  account: Account;
  onAct: (name: 'close' | 'reverse') => void;
}

function ActButtons({ position: { instrumentId }, account, onAct }: ActButtonsProps) {
  const access = useTradingAccess(account);
  const closeOff = actOffReason(access, 'exit', instrumentId);
  const reverseOff = actOffReason(access, 'market-entry', instrumentId);
  return (
    <>
      {(closeOff ?? reverseOff) !== undefined && (
        <p className="w-full text-sm text-muted">{closeOff ?? `Reverse is off. ${reverseOff}`}</p>
      )}
      <Button offReason={reverseOff} onClick={() => onAct('reverse')}>
        Reverse…
      </Button>
      <Button variant="danger" offReason={closeOff} onClick={() => onAct('close')}>
        Close…
      </Button>
    </>
  );
}

/** The position as it was last seen, for a drawer that stays open while it is closed elsewhere. */
function useLastKnown(current: Position | undefined, positionId: string): Position | undefined {
  const [last, setLast] = useState(current);
  if (current && current !== last) setLast(current);
  const known = current ?? last;
  return known?.id === positionId ? known : undefined;
}
