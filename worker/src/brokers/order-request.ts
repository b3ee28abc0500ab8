import {
  AppError,
  everyCapability,
  isConditional,
  type Instrument,
  type OrderTerms,
  type PositionSlot,
  type TradingCapabilities,
} from '@tapedeck/core';
import type { OrderPlacement, OrderReference, StopChanges } from './trading-port.ts';

/** A request as Bybit takes it. */
export type VenueRequest = Readonly<Record<string, string | number | boolean>>;

const timeInForceNames = { GTC: 'GTC', IOC: 'IOC', FOK: 'FOK', 'post-only': 'PostOnly' } as const;
const triggerByNames = { last: 'LastPrice', mark: 'MarkPrice' } as const;
const indexOfSlot = { net: 0, long: 1, short: 2 } as const;

/** Without trailing-stop orders, and without FOK where there is no limit price: Bybit would make IOC of it. */
export const bybitCapabilities: TradingCapabilities = {
  ...everyCapability,
  orders: {
    market: ['IOC'],
    limit: ['GTC', 'IOC', 'FOK', 'post-only'],
    stop: ['IOC'],
    'stop-limit': ['GTC', 'IOC', 'FOK', 'post-only'],
    'take-profit': ['IOC'],
  },
};

export function toCategory(instrument: Instrument): 'linear' | 'spot' {
  return instrument.kind === 'spot' ? 'spot' : 'linear';
}

/** Throws `unsupported` for what Bybit would silently carry out as something else. */
export function toCreateRequest(placement: OrderPlacement, instrument: Instrument): VenueRequest {
  refuseUnsupported(placement);
  const { type, side, triggerPrice, limitPrice, stopLoss, takeProfit, reduceOnly, slot } = placement;
  const spot = instrument.kind === 'spot';
  const triggerBy = triggerByNames[placement.triggerBy ?? 'last'];
  const limited = type === 'limit' || type === 'stop-limit';
  return withoutAbsentFields({
    ...toSubject(instrument),
    orderLinkId: placement.clientOrderId,
    side: side === 'buy' ? 'Buy' : 'Sell',
    orderType: limited ? 'Limit' : 'Market',
    timeInForce: timeInForceNames[placement.timeInForce],
    qty: placement.quantity,
    price: limited ? limitPrice : undefined,
    // Bybit counts a spot market buy in the quote currency unless told otherwise.
    marketUnit: spot && !limited ? 'baseCoin' : undefined,
    ...(isConditional(type) && {
      triggerPrice,
      // Without it Bybit would hold the coins of a spot order from now on.
      ...(spot ? { orderFilter: 'StopOrder' } : { triggerBy, triggerDirection: toTriggerDirection(placement) }),
    }),
    ...(!spot && { positionIdx: indexOfSlot[slot], reduceOnly }),
    stopLoss,
    takeProfit,
    ...(!spot && {
      tpslMode: stopLoss === undefined && takeProfit === undefined ? undefined : 'Full',
      slTriggerBy: stopLoss === undefined ? undefined : triggerBy,
      tpTriggerBy: takeProfit === undefined ? undefined : triggerBy,
    }),
  });
}

export function toAmendRequest(
  reference: OrderReference,
  changes: Partial<OrderTerms>,
  instrument: Instrument,
): VenueRequest {
  if (changes.trailingDistance !== undefined) throw noTrailingOrders();
  return withoutAbsentFields({
    ...toReferenceRequest(reference, instrument),
    qty: changes.quantity,
    price: changes.limitPrice,
    triggerPrice: changes.triggerPrice,
  });
}

/** Names one order. Bybit keeps conditional spot orders in a list of their own. */
export function toReferenceRequest(
  reference: OrderReference,
  instrument: Instrument,
): Readonly<Record<string, string>> {
  const { clientOrderId, venueOrderId, type } = reference;
  if (clientOrderId === undefined && venueOrderId === undefined) {
    throw new AppError('invalid-input', 'An order is named by its client order id or by its venue order id.');
  }
  return withoutAbsentFields({
    ...toSubject(instrument),
    orderLinkId: clientOrderId,
    orderId: clientOrderId === undefined ? venueOrderId : undefined,
    orderFilter: instrument.kind === 'spot' && type !== undefined && isConditional(type) ? 'StopOrder' : undefined,
  });
}

/** Stops of the whole position; Bybit removes what is set to zero. */
export function toStopsRequest(instrument: Instrument, slot: PositionSlot, stops: StopChanges): VenueRequest {
  const { stopLoss, takeProfit, trailingStop } = stops;
  const triggerBy = triggerByNames[stops.triggerBy ?? 'last'];
  const orZero = (price: string | null | undefined) => (price === null ? '0' : price);
  return withoutAbsentFields({
    ...toSubject(instrument),
    positionIdx: indexOfSlot[slot],
    tpslMode: 'Full',
    stopLoss: orZero(stopLoss),
    takeProfit: orZero(takeProfit),
    trailingStop: orZero(trailingStop),
    slTriggerBy: stopLoss === undefined ? undefined : triggerBy,
    tpTriggerBy: takeProfit === undefined ? undefined : triggerBy,
  });
}

function toSubject(instrument: Instrument): { readonly category: string; readonly symbol: string } {
  return { category: toCategory(instrument), symbol: instrument.venueSymbol };
}

function refuseUnsupported({ type, timeInForce }: OrderPlacement): void {
  if (type === 'trailing-stop') throw noTrailingOrders();
  if (timeInForce === 'FOK' && type !== 'limit' && type !== 'stop-limit') {
    throw new AppError(
      'unsupported',
      'Bybit carries out every order without a limit price as IOC, never as FOK. Nothing was sent. Choose IOC, or set a limit price.',
    );
  }
}

function noTrailingOrders(): AppError {
  return new AppError(
    'unsupported',
    'Bybit has no trailing-stop orders: it trails only the stop of an open position. Nothing was sent. Set a trailing stop on the position instead.',
  );
}

/** 1 fires on a rise. A stop fires when the market moves its way, a take-profit when it moves against it. */
function toTriggerDirection({ type, side }: OrderPlacement): 1 | 2 {
  const risesForBuy = type !== 'take-profit';
  return (side === 'buy') === risesForBuy ? 1 : 2;
}

function withoutAbsentFields<T>(fields: Readonly<Record<string, T | undefined>>): Readonly<Record<string, T>> {
  const present: Record<string, T> = {};
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) present[name] = value;
  return present;
}
