import { Big } from 'big.js';
import fc from 'fast-check';
import { toDecimal } from '../decimal.ts';
import type { Position } from '../model/position.ts';
import type { TradeEvent } from '../model/trade-event.ts';
import { aPosition } from './testing/readings.ts';
import {
  deriveRoundTrip,
  deriveTradeEvents,
  explainTransition,
  findRoundTrip,
  type PositionExecution,
} from './trade-events.ts';

function anExecution(
  parts: Partial<PositionExecution> & Pick<PositionExecution, 'side' | 'quantity'>,
): PositionExecution {
  return { id: 'e1', venueOrderId: 'o1', price: '110', cause: 'order', venueMs: 8_000, ...parts };
}

function derive(before?: Position, after?: Position, executions?: readonly PositionExecution[]) {
  return deriveTradeEvents({ before, after, venueMs: 9_000 }, executions);
}

describe('deriveTradeEvents', () => {
  it.each([
    ['position-opened', undefined, aPosition('BTC', '2'), '2', '2'],
    ['position-increased', aPosition('BTC', '1'), aPosition('BTC', '3'), '2', '3'],
    ['position-reduced', aPosition('BTC', '3'), aPosition('BTC', '1'), '2', '1'],
    ['position-closed', aPosition('BTC', '3'), undefined, '3', undefined],
    ['position-reversed', aPosition('BTC', '3'), aPosition('BTC', '1', { side: 'short' }), '4', '1'],
  ])('tells of %s from the structure alone', (type, before, after, change, left) => {
    const events = derive(before, after);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ type, quantityChange: change, venueMs: 9_000 });
    expect(events[0]).not.toHaveProperty('external');
    expect(events[0]?.quantityAfter).toBe(left);
  });

  it.each([
    ['stop-loss', 'stop-hit'],
    ['trailing-stop', 'stop-hit'],
    ['take-profit', 'target-hit'],
    ['liquidation', 'liquidated'],
    ['auto-deleverage', 'position-closed'],
    ['order', 'position-closed'],
  ] as const)('says for an execution by %s: %s', (cause, type) => {
    const execution = anExecution({ side: 'sell', quantity: '1', cause, realisedPnl: '10' });
    expect(derive(aPosition('BTC', '1'), undefined, [execution])).toEqual([
      {
        type,
        positionId: 'BTC-USDT-PERP_net',
        instrumentId: 'BTC-USDT-PERP',
        side: 'long',
        quantityChange: '1',
        entryPrice: '100',
        price: '110',
        realisedPnl: '10',
        venueMs: 8_000,
      },
    ]);
  });

  it('tells of a stop that was hit and of the position opened after it, between two polls', () => {
    const executions = [
      anExecution({ id: 'e1', venueOrderId: 'stop', side: 'sell', quantity: '1', cause: 'stop-loss' }),
      anExecution({ id: 'e2', venueOrderId: 'new', side: 'buy', quantity: '3' }),
    ];
    const events = derive(aPosition('BTC', '1'), aPosition('BTC', '3'), executions);
    expect(events.map(({ type, quantityChange }) => [type, quantityChange])).toEqual([
      ['stop-hit', '1'],
      ['position-opened', '3'],
    ]);
  });

  it('tells of several fills of one order once, at their average price', () => {
    const executions = [
      anExecution({ id: 'e1', side: 'buy', quantity: '1', price: '100' }),
      anExecution({ id: 'e2', side: 'buy', quantity: '3', price: '104' }),
    ];
    const events = derive(undefined, aPosition('BTC', '4'), executions);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ type: 'position-opened', quantityChange: '4', price: '103' });
  });

  it('says of each order whose it was', () => {
    const executions = [
      anExecution({ id: 'e1', side: 'buy', quantity: '1', clientOrderId: 'own', external: false }),
      anExecution({ id: 'e2', venueOrderId: 'o2', side: 'buy', quantity: '2', external: true }),
      anExecution({ id: 'e3', venueOrderId: 'o3', side: 'sell', quantity: '1', cause: 'stop-loss' }),
    ];
    const [own, foreign, stop] = derive(undefined, aPosition('BTC', '2'), executions);
    expect(own).toMatchObject({ type: 'position-opened', clientOrderId: 'own', external: false });
    expect(foreign).toMatchObject({ type: 'position-increased', external: true });
    expect(foreign).not.toHaveProperty('clientOrderId');
    expect(stop).not.toHaveProperty('external');
  });

  it('tells the net change when the executions known do not add up', () => {
    const events = derive(aPosition('BTC', '5'), undefined, [anExecution({ side: 'sell', quantity: '2' })]);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ type: 'position-closed', quantityChange: '5' });
    expect(events[0]).not.toHaveProperty('price');
  });

  it('tells of a stop that moved', () => {
    const events = derive(aPosition('BTC', '1', { stopLoss: '90' }), aPosition('BTC', '1', { stopLoss: '95' }));
    expect(events.map(({ type }) => type)).toEqual(['protection-changed']);
    expect(events[0]).not.toHaveProperty('external');
  });

  it('tells of no event when only leverage changed', () => {
    expect(derive(aPosition('BTC', '1', { leverage: '5' }), aPosition('BTC', '1', { leverage: '10' }))).toEqual([]);
  });

  const steps = fc.array(
    fc.record({ side: fc.constantFrom('buy' as const, 'sell' as const), steps: fc.integer({ min: 1, max: 500 }) }),
    { minLength: 1, maxLength: 6 },
  );

  it('has quantities that lead exactly from before to after, explained or not', () => {
    fc.assert(
      fc.property(fc.integer({ min: -500, max: 500 }), steps, fc.boolean(), (start, path, known) => {
        const executions = path.map(({ side, steps: size }, index) =>
          anExecution({
            id: `e${index}`,
            venueOrderId: `o${index % 3}`,
            side,
            quantity: toDecimal(String(size / 1000)),
          }),
        );
        const end = path.reduce((sum, step) => sum + (step.side === 'buy' ? step.steps : -step.steps), start);
        const events = derive(standing(start), standing(end), known ? executions : []);
        const moved = events.reduce((sum, event) => sum.plus(signedChange(event)), new Big(start).div(1000));
        expect(toDecimal(moved)).toBe(toDecimal(new Big(end).div(1000)));
      }),
    );
  });
});

describe('explainTransition', () => {
  it('leaves executions beyond the change for the next one', () => {
    const executions = [
      anExecution({ id: 'a', side: 'buy', quantity: '1' }),
      anExecution({ id: 'b', side: 'buy', quantity: '1' }),
    ];
    expect(explainTransition({ after: aPosition('BTC', '1') }, executions)?.map(({ id }) => id)).toEqual(['a']);
  });

  it('explains nothing while an execution is missing', () => {
    const part = [anExecution({ side: 'buy', quantity: '1' })];
    expect(explainTransition({ after: aPosition('BTC', '2') }, part)).toBeUndefined();
  });
});

describe('executions that no reading shows', () => {
  const opened = anExecution({ id: 'a', venueOrderId: 'o1', side: 'buy', quantity: '1', price: '100' });
  const stopped = anExecution({
    id: 'b',
    venueOrderId: 'o2',
    side: 'sell',
    quantity: '1',
    price: '90',
    cause: 'stop-loss',
  });
  const btc = { id: 'BTC-USDT-PERP_net', instrumentId: 'BTC-USDT-PERP' };

  it('tell of a position that was opened and closed while nobody looked', () => {
    expect(deriveRoundTrip(btc, [opened, stopped])).toMatchObject([
      { type: 'position-opened', side: 'long', quantityChange: '1', entryPrice: '100', price: '100' },
      { type: 'stop-hit', side: 'long', quantityChange: '1', entryPrice: '100', price: '90' },
    ]);
  });

  it('tell of a position that was closed and opened again at the same quantity', () => {
    const closed = anExecution({ id: 'a', venueOrderId: 'o1', side: 'sell', quantity: '2', price: '100' });
    const again = anExecution({ id: 'b', venueOrderId: 'o2', side: 'buy', quantity: '2', price: '105' });
    const events = derive(aPosition('BTC', '2'), aPosition('BTC', '2', { entryPrice: '105' }), [closed, again]);
    expect(events).toMatchObject([
      { type: 'position-closed', quantityChange: '2', entryPrice: '100' },
      { type: 'position-opened', quantityChange: '2', entryPrice: '105' },
    ]);
    expect(derive(aPosition('BTC', '2'), aPosition('BTC', '2', { entryPrice: '105' }))).toEqual([]);
  });

  it('are passed over when they belong to an earlier change', () => {
    const earlier = anExecution({ id: 'z', side: 'buy', quantity: '3' });
    const explained = explainTransition({ before: aPosition('BTC', '1') }, [earlier, stopped]);
    expect(explained).toEqual([stopped]);
  });

  it('make a round trip as far as they cancel one another out', () => {
    expect(findRoundTrip([opened])).toEqual([]);
    expect(findRoundTrip([opened, stopped, opened])).toEqual([opened, stopped]);
  });
});

function standing(steps: number): Position | undefined {
  if (steps === 0) return undefined;
  return aPosition('BTC', toDecimal(String(Math.abs(steps) / 1000)), { side: steps > 0 ? 'long' : 'short' });
}

/** Positive when it bought. A close has no quantity after it; its side is that of the position that ended. */
function signedChange(event: TradeEvent): Big {
  const change = new Big(event.quantityChange ?? '0');
  const towards = event.side === 'long' ? 1 : -1;
  const grows = ['position-opened', 'position-increased', 'position-reversed'].includes(event.type);
  return change.times(grows ? towards : -towards);
}
