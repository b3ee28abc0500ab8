import type { Position } from '../model/position.ts';
import { MatchingEngine } from './engine.ts';
import type { EngineEvent, Execution } from './events.ts';
import type { InstrumentSpec } from './instrument-spec.ts';
import type { EngineOrder, OrderRequest } from './order-types.ts';
import type { OrderOutcome, RejectCode } from './outcome.ts';

/** A perpetual with a tick of 0.5, a step of 0.001 and easy fees: 0.02% and 0.055%. For tests. */
export const perpetual: InstrumentSpec = {
  id: 'BTC-USDT-PERP',
  venueSymbol: 'BTCUSDT',
  kind: 'perpetual',
  base: 'BTC',
  quote: 'USDT',
  settle: 'USDT',
  tickSize: '0.5',
  stepSize: '0.001',
  contractSize: '1',
  minQuantity: '0.001',
  maxQuantity: '100',
  minNotional: '0.1',
  maxLeverage: '100',
  makerFeeRate: '0.0002',
  takerFeeRate: '0.00055',
  maintenanceMarginRate: '0.005',
  priceBandRatio: '0.2',
};

/** A spot pair whose fees have more digits than its prices. For tests. */
export const spot: InstrumentSpec = {
  id: 'ETH-USDT-SPOT',
  venueSymbol: 'ETHUSDT',
  kind: 'spot',
  base: 'ETH',
  quote: 'USDT',
  settle: 'USDT',
  tickSize: '0.01',
  stepSize: '0.0001',
  contractSize: '1',
  makerFeeRate: '0.001',
  takerFeeRate: '0.0011',
};

export const perp = perpetual.id;
export const netPosition = `${perp}_net`;

/** An engine with accounts `alice` and `bob` (netting) and `hedger`, 10,000 USDT and 10 ETH each, and a book around 1,000. */
export function createEngine(): MatchingEngine {
  const engine = new MatchingEngine();
  engine.addInstrument(perpetual);
  engine.addInstrument(spot);
  for (const accountId of ['alice', 'bob', 'hedger']) {
    engine.openAccount(accountId, { positionMode: accountId === 'hedger' ? 'hedge' : 'netting' }, 0);
    engine.transfer(accountId, 'USDT', '10000', 0);
    engine.transfer(accountId, 'ETH', '10', 0);
  }
  return engine;
}

/** Sets the perpetual's outside book by price and quantity. */
export function setBook(
  engine: MatchingEngine,
  bids: readonly (readonly [price: string, quantity: string])[],
  asks: readonly (readonly [price: string, quantity: string])[],
  instrumentId = perp,
): readonly EngineEvent[] {
  const scale = engine.scale(instrumentId);
  const toLevel = ([price, quantity]: readonly [string, string]) =>
    [scale.ticks(price) ?? 0, scale.lots(quantity) ?? 0] as const;
  return engine.setBook(instrumentId, { bids: bids.map(toLevel), asks: asks.map(toLevel) }, 0);
}

export function setMark(engine: MatchingEngine, price: string): readonly EngineEvent[] {
  return engine.setMarkPrice(perp, engine.scale(perp).ticks(price) ?? 0, 0);
}

export function trade(
  engine: MatchingEngine,
  takerSide: 'buy' | 'sell',
  price: string,
  quantity = '0.001',
): readonly EngineEvent[] {
  const scale = engine.scale(perp);
  return engine.applyTrade(perp, { takerSide, ticks: scale.ticks(price) ?? 0, lots: scale.lots(quantity) ?? 0 }, 0);
}

/** Sends an order of alice in the perpetual, a market buy of 1 unless told otherwise. */
export function submit(engine: MatchingEngine, request: Partial<OrderRequest> = {}): OrderOutcome {
  return engine.submit(
    { accountId: 'alice', instrumentId: perp, side: 'buy', type: 'market', quantity: '1', ...request },
    0,
  );
}

/** The order of an accepted request; throws the rejection of another. */
export function accepted(outcome: OrderOutcome): EngineOrder {
  if (!outcome.ok) throw new Error(`${outcome.code}: ${outcome.message}`);
  return outcome.order;
}

/** The only position of an account. */
export function positionOf(engine: MatchingEngine, accountId = 'alice'): Position {
  const [position, ...others] = engine.positions(accountId);
  if (!position || others.length > 0)
    throw new Error(`${accountId} has ${others.length + (position ? 1 : 0)} positions.`);
  return engine.describePosition(position);
}

export function rejectionOf(outcome: { readonly ok: boolean; readonly code?: RejectCode }): RejectCode | undefined {
  return outcome.code;
}

export function executionsOf(events: readonly EngineEvent[]): readonly Execution[] {
  return events.flatMap((event) => (event.type === 'execution' ? [event.execution] : []));
}

/** Price and quantity of each execution, such as `1@1000`. */
export function fillsOf(engine: MatchingEngine, events: readonly EngineEvent[]): readonly string[] {
  return executionsOf(events).map((execution) => {
    const { quantity, price } = engine.describeExecution(execution);
    return `${execution.accountId} ${execution.side} ${quantity}@${price} ${execution.liquidity}`;
  });
}
