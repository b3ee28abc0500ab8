import { AppError, type Instrument } from '@tapedeck/core';
import type { OrderPlacement } from '../trading-port.ts';
import type { VenueProfile } from './venue-profile.ts';

/** What `createOrder` of ccxt takes. */
export type CreateOrderArguments = readonly [
  symbol: string,
  type: 'market' | 'limit',
  side: 'buy' | 'sell',
  amount: string,
  price: string | undefined,
  params: Readonly<Record<string, unknown>>,
];

/** Throws `unsupported` for what cannot be asked for, or not safely, through ccxt's unified interface. */
export function toCreateOrder(
  placement: OrderPlacement,
  instrument: Instrument,
  symbol: string,
  profile: VenueProfile,
): CreateOrderArguments {
  const { side, quantity, limitPrice, slot, reduceOnly, timeInForce } = placement;
  refuseUnsupported(placement, profile);
  const limited = placement.type === 'limit' || placement.type === 'stop-limit';
  const perpetual = instrument.kind === 'perpetual';
  const params = {
    clientOrderId: profile.toVenueOrderId(placement.clientOrderId),
    ...(timeInForce === 'post-only' && { postOnly: true }),
    // A market order trades at once or not at all; Binance and OKX refuse one that says so.
    ...(limited && (timeInForce === 'IOC' || timeInForce === 'FOK') && { timeInForce }),
    ...(perpetual && reduceOnly && { reduceOnly: true }),
    ...(perpetual && slot !== 'net' && { hedged: true }),
    ...toTrigger(placement),
  };
  return [symbol, limited ? 'limit' : 'market', side, quantity, limited ? limitPrice : undefined, params];
}

function toTrigger({ type, triggerPrice }: OrderPlacement): Readonly<Record<string, unknown>> {
  if (type === 'take-profit') return { takeProfitPrice: triggerPrice };
  return type === 'stop' || type === 'stop-limit' ? { stopLossPrice: triggerPrice } : {};
}

function refuseUnsupported(placement: OrderPlacement, { capabilities }: VenueProfile): void {
  const { type, stopLoss, takeProfit, triggerBy, slot, reduceOnly, side, timeInForce } = placement;
  const { orders, attachedStops } = capabilities;
  if (type === 'trailing-stop') throw unsupported('Trailing stops are', 'Set a stop and move it by hand.');
  if (!orders[type] || (triggerBy !== undefined && !capabilities.triggerBy.includes(triggerBy))) {
    throw unsupported('Orders with such a trigger are', 'Place a limit order, or set the stop in the venue’s own app.');
  }
  const stops = stopLoss !== undefined || takeProfit !== undefined;
  if (stops && !attachedStops) {
    throw unsupported('Stops and targets with an order are', 'Place the order without them.');
  }
  if (!orders[type].includes(timeInForce)) {
    throw unsupported(`${timeInForce} with a ${type} order is`, `Choose ${orders[type].join(' or ')}.`);
  }
  // ccxt takes the side of a hedged order from whether it reduces.
  if (slot !== 'net' && (slot === 'long') !== ((side === 'buy') !== reduceOnly)) {
    throw unsupported('An order against its side of a hedged position is', 'Make it reduce-only.');
  }
}

function unsupported(what: string, instead: string): AppError {
  return new AppError('unsupported', `${what} not sent to this exchange by Tapedeck. Nothing was sent. ${instead}`);
}
