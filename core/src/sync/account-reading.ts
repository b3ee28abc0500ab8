import type { AccountFigures, AccountSnapshot } from '../model/account.ts';
import type { Balance } from '../model/balance.ts';
import type { Position, PositionMark } from '../model/position.ts';
import { hasSameStructure } from './position-changes.ts';

/** What is held to be true of an account at one moment, whichever of push and poll said so. */
export interface AccountReading {
  readonly figures: AccountFigures;
  /** By currency. */
  readonly balances: ReadonlyMap<string, Balance>;
  /** By position id. */
  readonly positions: ReadonlyMap<string, Position>;
  /** The venue's clock of the newest part of it. */
  readonly venueMs: number;
  /** The worker's clock when that part arrived. */
  readonly readMs: number;
}

export function toAccountReading(snapshot: AccountSnapshot): AccountReading {
  const balances = new Map<string, Balance>();
  for (const balance of snapshot.balances) balances.set(balance.currency, balance);
  const positions = new Map<string, Position>();
  for (const position of snapshot.positions) positions.set(position.id, position);
  return { figures: snapshot.figures, balances, positions, venueMs: snapshot.venueMs, readMs: snapshot.readMs };
}

/**
 * Whether a snapshot says of everything what a reading says already. Most polls of a quiet account do: its parts are then
 * kept, so that whoever compares them later sees at a glance that they are the same.
 */
export function isUnchanged(reading: AccountReading, snapshot: AccountSnapshot): boolean {
  const { figures, balances, positions } = snapshot;
  if (!hasSameFigures(reading.figures, figures)) return false;
  if (reading.positions.size !== positions.length || reading.balances.size !== balances.length) return false;
  for (const position of positions) {
    const known = reading.positions.get(position.id);
    if (!known || !hasSameStructure(known, position) || !hasSameMark(known, position)) return false;
  }
  for (const balance of balances) {
    const known = reading.balances.get(balance.currency);
    if (!known || known.total !== balance.total || known.locked !== balance.locked || known.free !== balance.free)
      return false;
  }
  return true;
}

function hasSameFigures(a: AccountFigures, b: AccountFigures): boolean {
  return (
    a === b ||
    (a.equity === b.equity &&
      a.walletBalance === b.walletBalance &&
      a.unrealisedPnl === b.unrealisedPnl &&
      a.initialMargin === b.initialMargin &&
      a.maintenanceMargin === b.maintenanceMargin &&
      a.freeMargin === b.freeMargin &&
      a.marginLevelRatio === b.marginLevelRatio)
  );
}

function hasSameMark(a: PositionMark, b: PositionMark): boolean {
  return (
    a === b ||
    (a.markPrice === b.markPrice &&
      a.unrealisedPnl === b.unrealisedPnl &&
      a.liquidationPrice === b.liquidationPrice &&
      a.initialMargin === b.initialMargin)
  );
}
