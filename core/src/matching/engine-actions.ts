import * as fc from 'fast-check';
import { perpetual, spot } from './engine-fixture.ts';
import type { MatchingEngine } from './engine.ts';
import type { EngineEvent } from './events.ts';
import { engineOrderTypes, triggerSources, type OrderRequest } from './order-types.ts';

/** One call to an engine, as data, so that the same calls can be made to two engines. For tests. */
export type EngineAction = (engine: MatchingEngine, atMs: number) => readonly EngineEvent[];

const accountIds = ['alice', 'bob', 'hedger'] as const;
const middleTicks = 2000;

const accountId = fc.constantFrom(...accountIds);
const instrument = fc.constantFrom(perpetual, perpetual, perpetual, spot);
const side = fc.constantFrom('buy', 'sell');
const ticks = fc.integer({ min: middleTicks - 60, max: middleTicks + 60 });
const lots = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 1, max: 4000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 20_000, max: 110_000 }) },
);
const flag = fc.integer({ min: 0, max: 3 }).map((value) => value === 0);

const limitTypes: readonly string[] = ['limit', 'stop-limit', 'take-profit-limit'];
const triggerTypes: readonly string[] = ['stop', 'stop-limit', 'take-profit', 'take-profit-limit'];

const submission: fc.Arbitrary<EngineAction> = fc
  .record({
    accountId,
    instrument,
    side,
    type: fc.constantFrom('market', 'limit', 'limit', 'limit', ...engineOrderTypes),
    limit: ticks,
    trigger: ticks,
    distance: fc.integer({ min: 1, max: 30 }),
    lots,
    timeInForce: fc.constantFrom('GTC', 'GTC', 'IOC', 'FOK', 'post-only'),
    triggerBy: fc.constantFrom(...triggerSources),
    reduceOnly: flag,
    closeOnTrigger: flag,
    protects: flag,
    slot: fc.constantFrom('long', 'short'),
  })
  .map((drawn) => (engine, atMs) => {
    const scale = engine.scale(drawn.instrument.id);
    const isSpot = drawn.instrument.kind === 'spot';
    const request: OrderRequest = {
      accountId: drawn.accountId,
      instrumentId: drawn.instrument.id,
      side: drawn.side,
      type: drawn.type,
      quantity: scale.quantity(drawn.lots),
      timeInForce: limitTypes.includes(drawn.type) || drawn.timeInForce !== 'post-only' ? drawn.timeInForce : 'GTC',
      triggerBy: drawn.triggerBy,
      ...(limitTypes.includes(drawn.type) && { limitPrice: scale.price(drawn.limit) }),
      ...(triggerTypes.includes(drawn.type) && { triggerPrice: scale.price(drawn.trigger) }),
      ...(drawn.type === 'trailing-stop' && { trailingDistance: scale.price(drawn.distance) }),
      ...(!isSpot && { reduceOnly: drawn.reduceOnly, closeOnTrigger: drawn.closeOnTrigger }),
      ...(!isSpot && drawn.accountId === 'hedger' && { slot: drawn.slot }),
      ...(!isSpot &&
        drawn.protects && {
          protection: { stopLoss: scale.price(drawn.trigger), trailingStop: scale.price(drawn.distance) },
        }),
    };
    return engine.submit(request, atMs).events;
  });

const amendment: fc.Arbitrary<EngineAction> = fc
  .record({ accountId, pick: fc.nat(20), lots, limit: ticks, changesPrice: fc.boolean() })
  .map((drawn) => (engine, atMs) => {
    const orders = engine.openOrders(drawn.accountId);
    const order = orders[drawn.pick % Math.max(1, orders.length)];
    if (!order) return [];
    const scale = engine.scale(order.instrumentId);
    const { orderId } = order;
    return engine.amend(
      {
        accountId: drawn.accountId,
        orderId,
        quantity: scale.quantity(drawn.lots),
        ...(drawn.changesPrice && order.limitTicks !== undefined && { limitPrice: scale.price(drawn.limit) }),
      },
      atMs,
    ).events;
  });

const cancellation: fc.Arbitrary<EngineAction> = fc
  .record({ accountId, pick: fc.nat(20) })
  .map((drawn) => (engine, atMs) => {
    const orders = engine.openOrders(drawn.accountId);
    const orderId = orders[drawn.pick % Math.max(1, orders.length)]?.orderId;
    return orderId === undefined ? [] : engine.cancel({ accountId: drawn.accountId, orderId }, atMs).events;
  });

const protection: fc.Arbitrary<EngineAction> = fc
  .record({ accountId, stop: ticks, target: ticks, distance: fc.integer({ min: 1, max: 30 }) })
  .map((drawn) => (engine, atMs) => {
    const [position] = engine.positions(drawn.accountId);
    if (!position) return [];
    const scale = engine.scale(position.instrumentId);
    const terms = {
      stopLoss: scale.price(drawn.stop),
      takeProfit: scale.price(drawn.target),
      trailingStop: scale.price(drawn.distance),
    };
    return engine.setProtection(drawn.accountId, position.id, terms, atMs).events;
  });

const setup: fc.Arbitrary<EngineAction> = fc
  .record({ accountId, leverage: fc.constantFrom('1', '5', '25.5', '100'), mode: fc.constantFrom('cross', 'isolated') })
  .map((drawn) => (engine, atMs) => [
    ...engine.setLeverage(drawn.accountId, perpetual.id, drawn.leverage, atMs).events,
    ...engine.setMarginMode(drawn.accountId, perpetual.id, drawn.mode, atMs).events,
  ]);

const book: fc.Arbitrary<EngineAction> = fc
  .record({ instrument, best: ticks, spread: fc.integer({ min: 1, max: 5 }), sizes: fc.array(lots, { maxLength: 5 }) })
  .map((drawn) => (engine, atMs) => {
    const bids = drawn.sizes.map((size, index) => [drawn.best - index, size] as const);
    const asks = drawn.sizes.map((size, index) => [drawn.best + drawn.spread + 2 * index, size] as const);
    return engine.setBook(drawn.instrument.id, { bids, asks }, atMs);
  });

const publicTrade: fc.Arbitrary<EngineAction> = fc
  .record({ instrument, takerSide: side, ticks, lots })
  .map((drawn) => (engine, atMs) => engine.applyTrade(drawn.instrument.id, drawn, atMs));

const mark: fc.Arbitrary<EngineAction> = fc
  .oneof({ weight: 6, arbitrary: ticks }, { weight: 1, arbitrary: fc.integer({ min: 1400, max: 2600 }) })
  .map((price) => (engine, atMs) => engine.setMarkPrice(perpetual.id, price, atMs));

const funding: fc.Arbitrary<EngineAction> = fc
  .record({ rate: fc.constantFrom('0.0001', '-0.000375', '0.01'), ticks })
  .map((drawn) => (engine, atMs) => engine.applyFunding(perpetual.id, drawn.rate, drawn.ticks, atMs));

/** Any sequence of calls, weighted towards orders that trade. */
export const actions: fc.Arbitrary<EngineAction[]> = fc.array(
  fc.oneof(
    { weight: 10, arbitrary: submission },
    { weight: 3, arbitrary: amendment },
    { weight: 2, arbitrary: cancellation },
    { weight: 2, arbitrary: protection },
    { weight: 2, arbitrary: setup },
    { weight: 4, arbitrary: book },
    { weight: 4, arbitrary: publicTrade },
    { weight: 3, arbitrary: mark },
    { weight: 1, arbitrary: funding },
  ),
  { minLength: 20, maxLength: 120, size: 'max' },
);
