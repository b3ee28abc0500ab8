'use client';

import { useMemo, useState } from 'react';
import type { Position } from '@tapedeck/core/model/position';
import { ActivityList } from '@/components/live/activity-list.tsx';
import { FreshnessMark } from '@/components/live/freshness-mark.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { Drawer } from '@/components/ui/dialog.tsx';
import { instrumentName } from '@/format/names.ts';
import { useActivity } from '@/live/activity.ts';
import { useAccounts, type Account } from '@/live/accounts.ts';
import { useFreshness } from '@/live/freshness.ts';
import { dataOf } from '@/live/loadable.ts';
import { useAccountValue } from '@/live/use-account-live.ts';
import { PositionFacts } from './position-facts.tsx';

export interface PositionRef {
  readonly accountId: string;
  readonly positionId: string;
}

export interface PositionDrawerProps {
  position: PositionRef;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

const lifeShown = 50;

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
    >
      {account && <Age account={account} />}
      {!current && (
        <output className="mb-3 block text-sm text-muted">
          This position is closed. Its last known figures stand below.
        </output>
      )}
      {position && <PositionFacts position={position} isClosed={!current} accountId={accountId} />}
      <h3 className="mt-6 mb-1 text-sm font-semibold">Life</h3>
      {open && <Life accountId={accountId} positionId={positionId} />}
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

function Life({ accountId, positionId }: PositionRef) {
  const activity = useActivity(lifeShown, { accountId, positionId });
  return (
    <ActivityList
      activity={activity}
      empty="This position was there before Tapedeck watched the account. What happens to it from now on appears here."
    />
  );
}

/** The position as it was last seen, for a drawer that stays open while it is closed elsewhere. */
function useLastKnown(current: Position | undefined, positionId: string): Position | undefined {
  const [last, setLast] = useState(current);
  if (current && current !== last) setLast(current);
  const known = current ?? last;
  return known?.id === positionId ? known : undefined;
}
