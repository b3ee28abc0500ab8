import { Big } from 'big.js';
import type { CancelReason } from '@tapedeck/core/matching/events';
import type { EngineOrder } from '@tapedeck/core/matching/order-types';
import type { VenueInstrument } from '../market/instruments.ts';
import { toWireId } from './ids.ts';
import { toMoney, toWireMoney, toWireRatio } from './numbers.ts';

/** What the venue remembers of an order besides what the matching engine does. */
export interface OrderNote {
  readonly lastPriceOnCreated: string;
  /** Fees paid so far, in `feeCurrency`. */
  readonly fee: string;
  readonly feeCurrency: string;
  /** P&L of what it closed. */
  readonly closedPnl: string;
}

export const emptyOrderNote: OrderNote = { lastPriceOnCreated: '', fee: '0', feeCurrency: '', closedPnl: '0' };

const cancelTypes: Readonly<Record<CancelReason, string>> = {
  requested: 'CancelByUser',
  'no-liquidity': 'UNKNOWN',
  'price-band': 'UNKNOWN',
  'self-trade': 'CancelBySmp',
  'reduce-only': 'CancelByReduceOnly',
  'position-closed': 'CancelByTpSlTsClear',
  'protection-changed': 'CancelByTpSlTsClear',
  liquidation: 'CancelAllBeforeLiq',
};

/** An order as `order/realtime` and `order/history` list it. */
export type OrderRow = ReturnType<typeof toOrderRow>;

export function toOrderRow(
  order: EngineOrder,
  instrument: VenueInstrument,
  note: OrderNote,
  end: { cancelReason?: CancelReason; rejectReason?: string } = {},
) {
  const { tick, step } = instrument;
  const leavesLots = isFinal(order) ? 0 : order.lots - order.filledLots;
  const filledValue = toMoney(order.filledValue);
  const filledQuantity = step.format(order.filledLots);
  const price = order.limitTicks === undefined ? '0' : tick.format(order.limitTicks);
  const triggerTicks = order.trigger?.ticks;
  const spot = instrument.category === 'spot';
  return {
    orderId: toWireId(instrument.category, 'order', order.orderId),
    orderLinkId: order.clientOrderId ?? '',
    blockTradeId: '',
    symbol: instrument.symbol,
    price,
    qty: step.format(order.lots),
    side: order.side === 'buy' ? 'Buy' : 'Sell',
    isLeverage: spot ? '0' : '',
    positionIdx: toPositionIdx(order.slot),
    orderStatus: toOrderStatus(order, spot),
    cancelType: end.cancelReason ? cancelTypes[end.cancelReason] : 'UNKNOWN',
    rejectReason: end.rejectReason ?? toRejectReason(end.cancelReason),
    avgPrice: order.filledLots === 0 ? '' : toWireRatio(filledValue, filledQuantity),
    leavesQty: step.format(leavesLots),
    leavesValue: order.limitTicks === undefined ? '0' : toWireMoney(new Big(price).times(step.format(leavesLots))),
    cumExecQty: filledQuantity,
    cumExecValue: toWireMoney(filledValue),
    cumExecFee: note.fee,
    timeInForce: order.timeInForce === 'post-only' ? 'PostOnly' : order.timeInForce,
    orderType: order.limitTicks === undefined ? 'Market' : 'Limit',
    stopOrderType: toStopOrderType(order),
    orderIv: '',
    triggerPrice: triggerTicks === undefined ? '' : tick.format(triggerTicks),
    takeProfit: order.protection?.takeProfit ?? '',
    stopLoss: order.protection?.stopLoss ?? '',
    tpTriggerBy: order.protection?.takeProfit ? toTriggerBy(order.protection.takeProfitBy) : '',
    slTriggerBy: order.protection?.stopLoss ? toTriggerBy(order.protection.stopLossBy) : '',
    triggerDirection: order.trigger ? (order.trigger.direction === 'rise' ? 1 : 2) : 0,
    triggerBy: order.trigger ? toTriggerBy(order.trigger.by) : '',
    lastPriceOnCreated: note.lastPriceOnCreated,
    reduceOnly: order.reduceOnly,
    closeOnTrigger: order.closeOnTrigger,
    placeType: '',
    smpType: 'None',
    smpGroup: 0,
    smpOrderId: '',
    tpLimitPrice: '',
    slLimitPrice: '',
    createdTime: String(order.createdAtMs),
    updatedTime: String(order.updatedAtMs),
    cumFeeDetail: note.feeCurrency === '' ? {} : { [note.feeCurrency]: note.fee },
    // Clients tell a derivative's order from a spot order by the presence of this field.
    ...(spot ? {} : { tpslMode: 'Full' }),
  };
}

/** The same order as the `order` stream pushes it. */
export function toOrderEvent(row: OrderRow, instrument: VenueInstrument, note: OrderNote, createType: string) {
  return {
    category: instrument.category,
    ...row,
    feeCurrency: note.feeCurrency,
    closedPnl: note.closedPnl,
    createType,
    rpiTakerAccess: false,
    rpiMatchedQty: '0',
  };
}

export function toCreateType(order: EngineOrder): string {
  if (order.role === 'stop-loss') return 'CreateByStopLoss';
  if (order.role === 'take-profit') return 'CreateByTakeProfit';
  if (order.role === 'trailing-stop') return 'CreateByTrailingStop';
  return 'CreateByUser';
}

export function toPositionIdx(slot: EngineOrder['slot']): 0 | 1 | 2 {
  return slot === 'net' ? 0 : slot === 'long' ? 1 : 2;
}

export function isFinal(order: EngineOrder): boolean {
  return order.status === 'filled' || order.status === 'cancelled' || order.status === 'rejected';
}

export function toStopOrderType(order: EngineOrder): string {
  if (order.role === 'stop-loss') return 'StopLoss';
  if (order.role === 'take-profit') return 'TakeProfit';
  if (order.role === 'trailing-stop' || order.type === 'trailing-stop') return 'TrailingStop';
  return order.trigger ? 'Stop' : '';
}

function toTriggerBy(by: 'last' | 'mark' | undefined): string {
  return by === 'mark' ? 'MarkPrice' : 'LastPrice';
}

function toRejectReason(reason: CancelReason | undefined): string {
  if (reason === undefined) return 'EC_NoError';
  if (reason === 'requested') return 'EC_PerCancelRequest';
  if (reason === 'no-liquidity' || reason === 'price-band') return 'EC_NoImmediateQtyToFill';
  return 'EC_NoError';
}

const statusNames: Readonly<Record<EngineOrder['status'], string>> = {
  pending: 'New',
  untriggered: 'Untriggered',
  working: 'New',
  'partly-filled': 'PartiallyFilled',
  filled: 'Filled',
  cancelled: 'Cancelled',
  rejected: 'Rejected',
  expired: 'Cancelled',
  unknown: 'New',
};

function toOrderStatus(order: EngineOrder, spot: boolean): string {
  if (order.status !== 'cancelled') return statusNames[order.status];
  if (order.trigger && !order.triggered) return 'Deactivated';
  return spot && order.filledLots > 0 ? 'PartiallyFilledCanceled' : 'Cancelled';
}
