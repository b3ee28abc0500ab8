import fc from 'fast-check';
import { toDecimal } from '../../decimal.ts';
import { createBalance } from '../../model/balance.ts';
import { aPosition, aReading, toPositions } from './readings.ts';

const money = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((cents) => toDecimal(String(cents / 100)));
const quantity = fc.integer({ min: 1, max: 100_000 }).map((steps) => toDecimal(String(steps / 1000)));

const position = fc
  .record({
    base: fc.constantFrom('BTC', 'ETH', 'SOL', 'XRP'),
    quantity,
    side: fc.constantFrom('long' as const, 'short' as const),
    entryPrice: quantity,
    unrealisedPnl: money,
    stopLoss: fc.option(quantity, { nil: undefined }),
  })
  .map(({ base, stopLoss, ...parts }) => aPosition(base, parts.quantity, stopLoss ? { ...parts, stopLoss } : parts));

const positionsArbitrary = fc.array(position, { maxLength: 4 }).map((list) => toPositions(...list));

export const readingArbitrary = fc
  .record({ equity: money, unrealisedPnl: money, total: money, positions: positionsArbitrary })
  .map(({ total, positions, ...figures }) =>
    aReading({
      figures,
      positions,
      balances: new Map([['USDT', createBalance({ currency: 'USDT', total, locked: '0' })]]),
    }),
  );
