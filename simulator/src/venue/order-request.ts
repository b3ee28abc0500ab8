import { isZero, toInstrumentId, type PositionSlot } from '@tapedeck/core';
import type {
  EngineOrderType,
  OrderRequest,
  ProtectionRequest,
  TriggerSource,
} from '@tapedeck/core/matching/order-types';
import { Big } from 'big.js';
import { apiErrors } from '../http/api-error.ts';
import type { Params } from '../http/params.ts';
import type { VenueInstrument } from '../market/instruments.ts';

const timesInForce = { GTC: 'GTC', IOC: 'IOC', FOK: 'FOK', PostOnly: 'post-only' } as const;

/** What the market says at the moment of the order, in ticks. */
export interface OrderMarket {
  readonly lastTicks: number;
  readonly bestAskTicks: number;
}

/** Reads the parameters of `order/create`; what the venue refuses by its own rules throws an ApiError. */
export function toOrderRequest(
  params: Params,
  accountId: string,
  instrument: VenueInstrument,
  market: OrderMarket,
): OrderRequest {
  const side = params.oneOf('side', ['Buy', 'Sell']) === 'Buy' ? 'buy' : 'sell';
  const isLimit = params.oneOf('orderType', ['Market', 'Limit']) === 'Limit';
  const clientOrderId = params.text('orderLinkId');
  if (clientOrderId !== undefined && !/^[\w-]{1,36}$/.test(clientOrderId)) {
    throw apiErrors.parameter('OrderLinkId invalid');
  }
  const trigger = readTrigger(params, side, isLimit, instrument, market);
  const protection = readProtection(params);
  const timeInForce =
    timesInForce[params.oneOf('timeInForce', ['GTC', 'IOC', 'FOK', 'PostOnly'], isLimit ? 'GTC' : 'IOC')];
  return {
    accountId,
    instrumentId: toInstrumentId(instrument),
    side,
    type: trigger?.type ?? (isLimit ? 'limit' : 'market'),
    quantity: readQuantity(params, side, isLimit, instrument, market),
    timeInForce,
    reduceOnly: params.flag('reduceOnly'),
    closeOnTrigger: params.flag('closeOnTrigger'),
    slot: readSlot(params),
    ...(clientOrderId === undefined ? {} : { clientOrderId }),
    ...(isLimit ? { limitPrice: params.needDecimal('price') } : {}),
    ...(trigger ? { triggerPrice: trigger.price, triggerBy: trigger.by } : {}),
    ...(protection ? { protection } : {}),
  };
}

export function readSlot(params: Params): PositionSlot {
  const index = params.oneOf('positionIdx', ['0', '1', '2'], '0');
  return index === '0' ? 'net' : index === '1' ? 'long' : 'short';
}

export function readTriggerSource(params: Params, name: string): TriggerSource {
  return params.oneOf(name, ['LastPrice', 'MarkPrice', 'IndexPrice'], 'LastPrice') === 'LastPrice' ? 'last' : 'mark';
}

/** A market buy of a spot pair is by default sized in the quote currency: what it costs, not what it brings. */
function readQuantity(
  params: Params,
  side: 'buy' | 'sell',
  isLimit: boolean,
  instrument: VenueInstrument,
  market: OrderMarket,
): string {
  const quantity = params.needDecimal('qty');
  const unit = params.text('marketUnit') ?? (side === 'buy' ? 'quoteCoin' : 'baseCoin');
  if (instrument.kind !== 'spot' || isLimit || unit === 'baseCoin') return quantity;
  const price = instrument.tick.format(market.bestAskTicks);
  const lots = new Big(quantity).div(price).div(instrument.stepSize).round(0, Big.roundDown);
  return instrument.step.format(Number(lots.toFixed()));
}

interface ReadTrigger {
  readonly type: EngineOrderType;
  readonly price: string;
  readonly by: TriggerSource;
}

function readTrigger(
  params: Params,
  side: 'buy' | 'sell',
  isLimit: boolean,
  instrument: VenueInstrument,
  market: OrderMarket,
): ReadTrigger | undefined {
  const price = params.decimal('triggerPrice');
  if (price === undefined || isZero(price)) return undefined;
  const rises =
    instrument.kind === 'spot'
      ? new Big(price).gt(instrument.tick.format(market.lastTicks))
      : params.oneOf('triggerDirection', ['1', '2']) === '1';
  // With the market's move it is a stop, against it a take-profit: the names differ, the trigger is the same.
  const isStop = (side === 'buy') === rises;
  const type = isStop ? (isLimit ? 'stop-limit' : 'stop') : isLimit ? 'take-profit-limit' : 'take-profit';
  return { type, price, by: readTriggerSource(params, 'triggerBy') };
}

/** `takeProfit` and `stopLoss` of an order or a position; `0` takes one away. */
export function readProtection(params: Params): ProtectionRequest | undefined {
  const takeProfit = params.decimal('takeProfit');
  const stopLoss = params.decimal('stopLoss');
  const trailingStop = params.decimal('trailingStop');
  const activation = params.decimal('activePrice');
  if (takeProfit === undefined && stopLoss === undefined && trailingStop === undefined) return undefined;
  return {
    ...(takeProfit === undefined ? {} : { takeProfit: orRemove(takeProfit) }),
    ...(stopLoss === undefined ? {} : { stopLoss: orRemove(stopLoss) }),
    ...(trailingStop === undefined ? {} : { trailingStop: orRemove(trailingStop) }),
    ...(activation === undefined || isZero(activation) ? {} : { trailingActivation: activation }),
    takeProfitBy: readTriggerSource(params, 'tpTriggerBy'),
    stopLossBy: readTriggerSource(params, 'slTriggerBy'),
  };
}

function orRemove(price: string): string | null {
  return isZero(price) ? null : price;
}
