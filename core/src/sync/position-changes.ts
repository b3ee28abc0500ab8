import type { PositionStructure } from '../model/position.ts';

/** How one set of positions differs from another in structure. */
export interface PositionChanges {
  readonly added: readonly PositionStructure[];
  readonly removed: readonly PositionStructure[];
  readonly modified: readonly { readonly before: PositionStructure; readonly after: PositionStructure }[];
}

type Positions = ReadonlyMap<string, PositionStructure>;

/** The structure alone, without what the market moves. */
export function toPositionStructure(position: PositionStructure): PositionStructure {
  const { id, instrumentId, slot, side, quantity, entryPrice, tickSize, stepSize, contractSize } = position;
  return {
    id,
    instrumentId,
    slot,
    side,
    quantity,
    entryPrice,
    ...(position.leverage === undefined ? {} : { leverage: position.leverage }),
    ...(position.marginMode === undefined ? {} : { marginMode: position.marginMode }),
    ...(position.stopLoss === undefined ? {} : { stopLoss: position.stopLoss }),
    ...(position.takeProfit === undefined ? {} : { takeProfit: position.takeProfit }),
    ...(position.trailingStop === undefined ? {} : { trailingStop: position.trailingStop }),
    ...(position.openedAtMs === undefined ? {} : { openedAtMs: position.openedAtMs }),
    tickSize,
    stepSize,
    contractSize,
  };
}

/** Whether two readings of a position say the same of everything but the market. Runs on each tick: no allocation. */
export function hasSameStructure(a: PositionStructure, b: PositionStructure): boolean {
  return (
    a === b ||
    (a.quantity === b.quantity &&
      a.side === b.side &&
      a.entryPrice === b.entryPrice &&
      a.stopLoss === b.stopLoss &&
      a.takeProfit === b.takeProfit &&
      a.trailingStop === b.trailingStop &&
      a.leverage === b.leverage &&
      a.marginMode === b.marginMode &&
      a.openedAtMs === b.openedAtMs &&
      a.tickSize === b.tickSize &&
      a.stepSize === b.stepSize &&
      a.contractSize === b.contractSize)
  );
}

export function haveSameStructure(before: Positions, after: Positions): boolean {
  if (before === after) return true;
  if (before.size !== after.size) return false;
  for (const [id, position] of after) {
    const known = before.get(id);
    if (!known || !hasSameStructure(known, position)) return false;
  }
  return true;
}

/** Set difference of two sets of positions by structure; `undefined` when there is none. */
export function diffPositions(before: Positions, after: Positions): PositionChanges | undefined {
  if (haveSameStructure(before, after)) return undefined;
  const added: PositionStructure[] = [];
  const modified: { before: PositionStructure; after: PositionStructure }[] = [];
  for (const [id, position] of after) {
    const known = before.get(id);
    if (!known) added.push(toPositionStructure(position));
    else if (!hasSameStructure(known, position))
      modified.push({ before: toPositionStructure(known), after: toPositionStructure(position) });
  }
  const removed = [...before.values()].filter((position) => !after.has(position.id)).map(toPositionStructure);
  return { added, removed, modified };
}
