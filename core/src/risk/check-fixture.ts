import type { InstrumentTerms } from '../model/instrument-terms.ts';
import { createPosition, type Position } from '../model/position.ts';
import type { OrderIntent } from '../orders/order-intent.ts';
import { checkOrder } from './check-order.ts';
import type { DenialCode } from './denial.ts';
import type { OpenOrder, TradingContext } from './trading-context.ts';

/** A perpetual around 50,000 with a tick of 0.1 and a step of 0.001. For tests. */
export const perpetualTerms: InstrumentTerms = {
  id: 'BTC-USDT-PERP',
  venueSymbol: 'BTCUSDT',
  kind: 'perpetual',
  base: 'BTC',
  quote: 'USDT',
  settle: 'USDT',
  tickSize: '0.1',
  stepSize: '0.001',
  contractSize: '1',
  minQuantity: '0.002',
  maxQuantity: '100',
  maxMarketQuantity: '50',
  minNotional: '5',
  maxLeverage: '100',
  trading: true,
  makerFeeRate: '0.0002',
  takerFeeRate: '0.00055',
  maintenanceMarginRate: '0.005',
};

/** A spot pair around 2,000. For tests. */
export const spotTerms: InstrumentTerms = {
  id: 'ETH-USDT-SPOT',
  venueSymbol: 'ETHUSDT',
  kind: 'spot',
  base: 'ETH',
  quote: 'USDT',
  settle: 'USDT',
  tickSize: '0.01',
  stepSize: '0.0001',
  contractSize: '1',
  minNotional: '5',
  trading: true,
  makerFeeRate: '0.001',
  takerFeeRate: '0.001',
};

/** A long of 0.5 from 48,000. */
export const longPosition: Position = createPosition({
  instrumentId: perpetualTerms.id,
  slot: 'net',
  side: 'long',
  quantity: '0.5',
  entryPrice: '48000',
  leverage: '10',
  tickSize: '0.1',
  stepSize: '0.001',
  contractSize: '1',
  markPrice: '50000',
  unrealisedPnl: '1000',
});

/** An active account with 100,000 USDT, no limits, and prices of a second ago. */
export const calmContext: TradingContext = {
  nowMs: 10_000,
  role: 'trader',
  deskState: { mode: 'ACTIVE' },
  accountState: { mode: 'ACTIVE' },
  limits: {},
  currency: 'USDT',
  instrument: perpetualTerms,
  quote: { markPrice: '50000', lastPrice: '50010', bidPrice: '49999.9', askPrice: '50000.1', readMs: 9_000 },
  quoteRate: '1',
  leverage: '10',
  positions: [],
  openOrders: [],
  figures: { equity: '100000', freeMargin: '100000', maintenanceMargin: '0' },
  balances: [
    { currency: 'USDT', total: '100000', locked: '0', free: '100000' },
    { currency: 'ETH', total: '10', locked: '0', free: '10' },
  ],
  dayPnl: '0',
};

export const openBuy: OpenOrder = {
  instrumentId: perpetualTerms.id,
  side: 'buy',
  slot: 'net',
  reduceOnly: false,
  quantity: '0.3',
  filledQuantity: '0.1',
};

/** A limit buy of 0.1 at 49,000 unless told otherwise. */
export function intentOf(parts: Partial<OrderIntent> = {}): OrderIntent {
  return {
    accountId: 'main',
    instrumentId: perpetualTerms.id,
    side: 'buy',
    type: 'limit',
    quantity: { unit: 'base', value: '0.1' },
    ...(parts.type === undefined || parts.type === 'limit' ? { limitPrice: '49000' } : {}),
    ...parts,
  };
}

export function codesOf(intent: OrderIntent, context: TradingContext): readonly DenialCode[] {
  return checkOrder(intent, context).denials.map((denial) => denial.code);
}
