import { compareDecimals } from '@tapedeck/core/decimal-arithmetic';
import { positionValue } from '@tapedeck/core/margin/position-value';
import type { Position } from '@tapedeck/core/model/position';

export const sortKeys = ['instrument', 'side', 'value', 'pnl', 'margin'] as const;
export type SortKey = (typeof sortKeys)[number];

export interface Sort {
  readonly key: SortKey;
  readonly descending: boolean;
}

export const defaultSort: Sort = { key: 'instrument', descending: false };

/** What a click on a column's head makes of the sort: figures begin with the largest, names with A. */
export function toggleSort(sort: Sort, key: SortKey): Sort {
  if (sort.key === key) return { key, descending: !sort.descending };
  return { key, descending: key !== 'instrument' && key !== 'side' };
}

/** Ids in order; an unknown figure comes last either way, and equals keep the order of their ids. */
export function sortPositions(positions: readonly Position[], sort: Sort): readonly string[] {
  const direction = sort.descending ? -1 : 1;
  return positions
    .toSorted((a, b) => {
      const [left, right] = [figures[sort.key](a), figures[sort.key](b)];
      if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
      const order = isText(sort.key) ? left.localeCompare(right) : compareDecimals(left, right);
      return order * direction || a.id.localeCompare(b.id);
    })
    .map(({ id }) => id);
}

function isText(key: SortKey): boolean {
  return key === 'instrument' || key === 'side';
}

const figures: Record<SortKey, (position: Position) => string | undefined> = {
  instrument: (position) => position.instrumentId,
  side: (position) => position.side,
  value: positionValue,
  pnl: (position) => position.unrealisedPnl,
  margin: (position) => position.initialMargin,
};
