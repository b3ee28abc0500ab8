import { addDecimals, compareDecimals, subtractDecimals, type AccountFigures } from '@tapedeck/core';
import { readWallet } from '../bybit-messages.ts';
import { isRecord, textOf, type JsonRecord } from './json.ts';
import type { Tally } from './tally.ts';

const figureFields = {
  equity: ['totalEquity'],
  walletBalance: ['totalWalletBalance'],
  unrealisedPnl: ['totalPerpUPL', 'totalPerpUpl'],
  initialMargin: ['totalInitialMargin'],
  maintenanceMargin: ['totalMaintenanceMargin'],
  freeMargin: ['totalAvailableBalance'],
} as const satisfies Partial<Record<keyof AccountFigures, readonly string[]>>;

/** Figures as the venue gave them; each coin's total, locked and free recomputed from its raw fields. */
export function checkWallet(rows: readonly unknown[], tally: Tally): void {
  const account = rows.find(isRecord) ?? {};
  const { figures, balances } = readWallet(rows);
  for (const [figure, fields] of Object.entries(figureFields)) {
    const expected = fields.map((field) => textOf(account, field)).find((value) => value !== undefined);
    tally.amount(figure, figures[figure as keyof AccountFigures], expected);
  }
  const coins = (Array.isArray(account['coin']) ? account['coin'] : []).filter(isRecord);
  tally.equal('number of balances', balances.length, coins.length);
  for (const [index, coin] of coins.entries()) checkCoin(coin, balances[index], tally);
  tally.mapped += balances.length;
}

function checkCoin(
  coin: JsonRecord,
  balance: ReturnType<typeof readWallet>['balances'][number] | undefined,
  tally: Tally,
) {
  const name = String(coin['coin']);
  const amount = (field: string) => textOf(coin, field) ?? '0';
  const total = subtractDecimals(amount('walletBalance'), amount('spotBorrow'));
  const locked = addDecimals(amount('locked'), amount('totalOrderIM'), amount('totalPositionIM'));
  tally.equal('currency', balance?.currency, name);
  tally.amount(`${name} total`, balance?.total, total);
  tally.amount(`${name} locked`, balance?.locked, locked);
  tally.amount(`${name} free`, balance?.free, subtractDecimals(total, locked));
  const [equity, pnl] = [textOf(coin, 'equity'), textOf(coin, 'unrealisedPnl')];
  if (equity === undefined || pnl === undefined || compareDecimals(equity, addDecimals(total, pnl)) === 0) return;
  tally.remarks.push(
    `${name}: the recording says equity ${equity}, yet wallet, borrowing and unrealised P&L make ${total}`,
  );
}
