import type { Big } from 'big.js';
import type { VenueInstrument } from '../market/instruments.ts';
import type { ExecutionRow } from './execution-row.ts';
import { toWireMoney } from './numbers.ts';

/** One change of one currency's balance: every row's `change` adds up to `cashBalance`. */
export type TransactionRow = ReturnType<typeof toTransactionRow>;

export type TransactionType = 'TRADE' | 'SETTLEMENT' | 'LIQUIDATION' | 'TRANSFER_IN' | 'TRANSFER_OUT';

export function toTransactionRow(parts: {
  id: number;
  uid: number;
  type: TransactionType;
  currency: string;
  /** What came in or went out besides fee and funding. */
  cashFlow: Big;
  fee: Big;
  /** Positive was received. */
  funding: Big;
  balanceAfter: Big;
  atMs: number;
  instrument?: VenueInstrument;
  execution?: ExecutionRow;
  /** Position after it; `0` where there is none. */
  size: string;
}) {
  const { execution, instrument } = parts;
  return {
    transSubType: '',
    id: `${parts.uid}_${instrument?.symbol ?? parts.currency}_${parts.id}`,
    symbol: instrument?.symbol ?? '',
    side: execution?.side ?? 'None',
    funding: parts.type === 'SETTLEMENT' ? toWireMoney(parts.funding) : '',
    orderLinkId: execution?.orderLinkId ?? '',
    orderId: execution?.orderId ?? '',
    fee: toWireMoney(parts.fee),
    change: toWireMoney(parts.cashFlow.minus(parts.fee).plus(parts.funding)),
    cashFlow: toWireMoney(parts.cashFlow),
    transactionTime: String(parts.atMs),
    type: parts.type,
    feeRate: execution?.feeRate ?? '',
    bonusChange: '',
    size: parts.size,
    qty: execution?.execQty ?? '',
    cashBalance: toWireMoney(parts.balanceAfter),
    currency: parts.currency,
    category: instrument?.category ?? '',
    tradePrice: execution?.execPrice ?? '',
    tradeId: execution?.execId ?? '',
    extraFees: '',
  };
}
