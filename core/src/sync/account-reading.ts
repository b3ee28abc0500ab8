import type { AccountFigures, AccountSnapshot } from '../model/account.ts';
import type { Balance } from '../model/balance.ts';
import type { Position } from '../model/position.ts';

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
  return {
    figures: snapshot.figures,
    balances: new Map(snapshot.balances.map((balance) => [balance.currency, balance])),
    positions: new Map(snapshot.positions.map((position) => [position.id, position])),
    venueMs: snapshot.venueMs,
    readMs: snapshot.readMs,
  };
}
