'use client';

import { useState } from 'react';
import type { Position } from '@tapedeck/core/model/position';
import { toReadable } from '@/format/readable.ts';
import { dataOf } from '@/live/loadable.ts';
import { useActivity } from '@/live/activity.ts';
import { useAccountValue } from '@/live/use-account-live.ts';

export interface Meanwhile {
  /** As it stands now; the last known while it is gone. */
  readonly position: Position;
  /** What changed since the dialog opened, and who did it; the dialog says it. */
  readonly notice: string | undefined;
  /** The position that the person saw is no longer there: nothing can be sent. */
  readonly offReason: string | undefined;
}

/** Follows a position while a dialog about it is open: somebody else may act first. */
export function useMeanwhile(accountId: string, seen: Position): Meanwhile {
  const current = useAccountValue(accountId, (live) => live.positions.find(({ id }) => id === seen.id));
  const isKnown = useAccountValue(accountId, () => true) === true;
  const [last, setLast] = useState(seen);
  if (current && current !== last) setLast(current);
  const newest = dataOf(useActivity(1, { accountId, positionId: seen.id }))?.[0];
  const isGone = isKnown && !current;
  const position = current ?? last;
  const what = changeOf(seen, isGone ? undefined : position);
  const who = newest ? ` ${toReadable(newest.summary)} (${newest.actor.name})` : '';
  return {
    position,
    notice: what === undefined ? undefined : `${what}${who}`,
    offReason:
      isGone || position.side !== seen.side
        ? 'The position that you saw is no longer there. Nothing was sent.'
        : undefined,
  };
}

export function changeOf(seen: Position, current: Position | undefined): string | undefined {
  if (!current) return 'This position was closed meanwhile.';
  if (current.side !== seen.side) return `This position was turned meanwhile: it is ${current.side} now.`;
  if (current.quantity !== seen.quantity) {
    return `This position changed meanwhile: ${seen.quantity} is ${current.quantity} now.`;
  }
  return undefined;
}
