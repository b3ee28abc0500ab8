import { createBalance } from '../../model/balance.ts';
import { createPosition, type Position } from '../../model/position.ts';
import type { AccountReading } from '../account-reading.ts';

/** Positions and readings for the tests of syncing. */
export function aPosition(base: string, quantity: string, parts: Partial<Omit<Position, 'id'>> = {}): Position {
  return createPosition({
    instrumentId: `${base}-USDT-PERP`,
    slot: 'net',
    side: 'long',
    quantity,
    entryPrice: '100',
    tickSize: '0.1',
    stepSize: '0.001',
    contractSize: '1',
    ...parts,
  });
}

export function toPositions(...positions: readonly Position[]): ReadonlyMap<string, Position> {
  return new Map(positions.map((position) => [position.id, position]));
}

export function aReading(parts: Partial<AccountReading> = {}): AccountReading {
  return {
    figures: { equity: '1000', unrealisedPnl: '0' },
    balances: new Map([['USDT', createBalance({ currency: 'USDT', total: '1000', locked: '0' })]]),
    positions: new Map(),
    venueMs: 1_000,
    readMs: 1_000,
    ...parts,
  };
}
