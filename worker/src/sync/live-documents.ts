import type { AccountReading, PositionChanges, PositionMark, PositionStructure, PublishCause } from '@tapedeck/core';
import { toPositionStructure } from '@tapedeck/core';
import type { PositionsWrite, StateWrite } from './ports.ts';

export interface Numbers {
  readonly seq: number;
  readonly structureSeq: number;
  readonly epoch: number;
}

/** The order that the arrays of `live/state` follow. */
export function sortedPositionIds(positions: ReadonlyMap<string, unknown>): readonly string[] {
  return [...positions.keys()].toSorted();
}

export function toStateWrite(
  reading: AccountReading,
  ids: readonly string[],
  numbers: Numbers,
  handed: { readonly cause: PublishCause; readonly sentMs: number; readonly isStructural: boolean },
): StateWrite {
  const column = (name: keyof PositionMark) => ids.map((id) => reading.positions.get(id)?.[name] ?? null);
  const balances: StateWrite['balances'] = {};
  for (const { currency, total, locked, free } of reading.balances.values())
    balances[currency] = { total, locked, free };
  return {
    ...numbers,
    cause: handed.cause,
    figures: reading.figures,
    balances,
    markPrices: column('markPrice'),
    unrealisedPnls: column('unrealisedPnl'),
    liquidationPrices: column('liquidationPrice'),
    initialMargins: column('initialMargin'),
    ...(handed.isStructural && { structure: toStructures(reading.positions) }),
    venueMs: reading.venueMs,
    readMs: reading.readMs,
    sentMs: handed.sentMs,
  };
}

export function toPositionsWrite(
  positions: ReadonlyMap<string, PositionStructure>,
  changes: PositionChanges | undefined,
  numbers: Numbers,
  untold: PositionsWrite['untold'] = [],
): PositionsWrite {
  return {
    structureSeq: numbers.structureSeq,
    epoch: numbers.epoch,
    positions: toStructures(positions),
    changed: {
      added: (changes?.added ?? []).map((position) => position.id),
      removed: (changes?.removed ?? []).map((position) => position.id),
      modified: (changes?.modified ?? []).map((change) => change.after.id),
    },
    ...(untold.length === 0 ? {} : { untold }),
  };
}

function toStructures(positions: ReadonlyMap<string, PositionStructure>): PositionsWrite['positions'] {
  const entries = [...positions].map(([key, position]) => {
    const { id: _id, ...structure } = toPositionStructure(position);
    return [key, structure] as const;
  });
  return Object.fromEntries(entries);
}
