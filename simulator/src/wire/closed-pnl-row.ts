import { Big } from 'big.js';
import type { ExecutionRow } from './execution-row.ts';
import { toWireMoney, toWireRatio } from './numbers.ts';

/** What an order closed of a position and what that earned, as `position/closed-pnl` lists it. */
export interface ClosedPnlRow {
  readonly symbol: string;
  readonly orderType: string;
  readonly leverage: string;
  readonly updatedTime: string;
  readonly side: string;
  readonly orderId: string;
  readonly closedPnl: string;
  readonly avgEntryPrice: string;
  readonly qty: string;
  readonly cumEntryValue: string;
  readonly createdTime: string;
  readonly orderPrice: string;
  readonly closedSize: string;
  readonly avgExitPrice: string;
  readonly execType: string;
  readonly fillCount: string;
  readonly cumExitValue: string;
  readonly openFee: string;
  readonly closeFee: string;
}

/** Adds one closing execution to the row of its order, or starts the row. `closedPnl` has the fees of both ways taken off. */
export function toClosedPnlRow(
  execution: ExecutionRow,
  parts: { previous?: ClosedPnlRow; leverage: string; openFee: Big; closeFee: Big; atMs: number },
): ClosedPnlRow {
  const { previous } = parts;
  const exitValue = new Big(execution.execPrice).times(execution.closedSize);
  const profit = new Big(execution.execPnl);
  const entryValue = execution.side === 'Sell' ? exitValue.minus(profit) : exitValue.plus(profit);
  const size = new Big(previous?.closedSize ?? '0').plus(execution.closedSize);
  const cumEntry = new Big(previous?.cumEntryValue ?? '0').plus(entryValue);
  const cumExit = new Big(previous?.cumExitValue ?? '0').plus(exitValue);
  const earned = profit.minus(parts.openFee).minus(parts.closeFee);
  return {
    symbol: execution.symbol,
    orderType: execution.orderType,
    leverage: parts.leverage,
    updatedTime: String(parts.atMs),
    side: execution.side,
    orderId: execution.orderId,
    closedPnl: toWireMoney(earned.plus(previous?.closedPnl ?? '0')),
    avgEntryPrice: toWireRatio(cumEntry, size),
    qty: execution.orderQty,
    cumEntryValue: toWireMoney(cumEntry),
    createdTime: previous?.createdTime ?? String(parts.atMs),
    orderPrice: execution.orderPrice,
    closedSize: size.toFixed(),
    avgExitPrice: toWireRatio(cumExit, size),
    execType: execution.execType,
    fillCount: String(Number(previous?.fillCount ?? '0') + 1),
    cumExitValue: toWireMoney(cumExit),
    openFee: toWireMoney(parts.openFee.plus(previous?.openFee ?? '0')),
    closeFee: toWireMoney(parts.closeFee.plus(previous?.closeFee ?? '0')),
  };
}
