import { Big } from 'big.js';
import type { Execution } from '@tapedeck/core/matching/events';
import type { EngineOrder } from '@tapedeck/core/matching/order-types';
import type { VenueInstrument } from '../market/instruments.ts';
import { toWireId } from './ids.ts';
import { toMoney, toWireMoney, toWireRatio } from './numbers.ts';
import { toCreateType, toStopOrderType } from './order-row.ts';

/** An execution as the `execution` stream pushes it; `execution/list` leaves `category` out. */
export type ExecutionRow = ReturnType<typeof toExecutionRow>;

export function toExecutionRow(
  execution: Execution,
  order: EngineOrder | undefined,
  instrument: VenueInstrument,
  market: { markPrice: string; indexPrice: string },
) {
  const { tick, step, category } = instrument;
  const value = toMoney(execution.value);
  const fee = toMoney(execution.fee);
  const feeBase = execution.feeCurrency === instrument.quote ? value : new Big(step.format(execution.lots));
  const liquidation = execution.cause === 'liquidation';
  return {
    category,
    symbol: instrument.symbol,
    closedSize: step.format(execution.closedLots),
    execFee: toWireMoney(fee),
    execId: toWireId(category, 'execution', execution.executionId),
    execPrice: tick.format(execution.ticks),
    execQty: step.format(execution.lots),
    execType: liquidation ? 'BustTrade' : 'Trade',
    execValue: toWireMoney(value),
    feeRate: toWireRatio(fee, feeBase, 6),
    tradeIv: '',
    markIv: '',
    blockTradeId: '',
    markPrice: market.markPrice,
    indexPrice: market.indexPrice,
    underlyingPrice: '',
    leavesQty: step.format(order ? order.lots - order.filledLots : 0),
    orderId: toWireId(category, 'order', execution.orderId),
    orderLinkId: execution.clientOrderId ?? '',
    orderPrice: order?.limitTicks === undefined ? tick.format(execution.ticks) : tick.format(order.limitTicks),
    orderQty: step.format(order?.lots ?? execution.lots),
    orderType: order?.limitTicks === undefined ? 'Market' : 'Limit',
    stopOrderType: (order && toStopOrderType(order)) || 'UNKNOWN',
    side: execution.side === 'buy' ? 'Buy' : 'Sell',
    execTime: String(execution.atMs),
    isLeverage: '0',
    isMaker: execution.liquidity === 'maker',
    seq: execution.executionId,
    marketUnit: '',
    execPnl: toWireMoney(toMoney(execution.realisedPnl)),
    createType: liquidation ? 'CreateByLiq' : order ? toCreateType(order) : 'CreateByUser',
    extraFees: '',
    feeCurrency: execution.feeCurrency,
  };
}

/** Funding in the list of executions: quantity and price are the position's, the fee is what was paid. */
export function toFundingRow(
  funding: { id: number; side: 'long' | 'short'; lots: number; ticks: number; rate: string; paid: Big; atMs: number },
  instrument: VenueInstrument,
  market: { markPrice: string; indexPrice: string },
): ExecutionRow {
  const { tick, step, category } = instrument;
  const price = tick.format(funding.ticks);
  const quantity = step.format(funding.lots);
  return {
    category,
    symbol: instrument.symbol,
    closedSize: step.format(0),
    execFee: toWireMoney(funding.paid),
    execId: toWireId(category, 'execution', funding.id),
    execPrice: price,
    execQty: quantity,
    execType: 'Funding',
    execValue: toWireMoney(new Big(price).times(quantity)),
    feeRate: funding.rate,
    tradeIv: '',
    markIv: '',
    blockTradeId: '',
    markPrice: market.markPrice,
    indexPrice: market.indexPrice,
    underlyingPrice: '',
    leavesQty: step.format(0),
    orderId: `${Math.floor(funding.atMs / 1000)}-8-${instrument.symbolId}-1-2`,
    orderLinkId: '',
    orderPrice: '0',
    orderQty: step.format(0),
    orderType: 'UNKNOWN',
    stopOrderType: 'UNKNOWN',
    side: funding.side === 'long' ? 'Buy' : 'Sell',
    execTime: String(funding.atMs),
    isLeverage: '0',
    isMaker: false,
    seq: funding.id,
    marketUnit: '',
    execPnl: '0',
    createType: '',
    extraFees: '',
    feeCurrency: instrument.quote,
  };
}
