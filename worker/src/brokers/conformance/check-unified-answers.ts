import { AppError, addDecimals } from '@tapedeck/core';
import { toBalances, toPositionReading, toRows } from '../unified/unified-account-mapper.ts';
import { toExecution, toVenueOrder } from '../unified/unified-trade-mapper.ts';
import { scopesOf } from '../unified/venue-profile.ts';
import { isRecord } from './json.ts';
import type { RecordedCase, RecordedExchange } from './recorded-exchange.ts';

/** Whether a recorded answer is read to the figures that ccxt tells; `undefined` for what Tapedeck does not read. */
export function checkAnswer(recorded: RecordedExchange, found: RecordedCase): Promise<string | undefined> | undefined {
  const check = answerChecks[found.method];
  // Positions are asked for where there are perpetuals, and in the venue's usual way.
  const perpetuals = scopesOf(recorded.client.exchange).some(({ kind }) => kind !== 'spot');
  const unasked = found.method === 'fetchPositions' && (!perpetuals || found.input.some(isRecord));
  if (!check || unasked || found.httpResponse === undefined) return undefined;
  return recorded.parse(found).then((parsed) => check(parsed, recorded));
}

const readOrder = (row: unknown, { book }: RecordedExchange) =>
  compareFacts(row, () => {
    const { order } = toVenueOrder(row, book, (id) => id);
    return { id: order.venueOrderId, amount: order.quantity, filled: order.filledQuantity, side: order.side };
  });
const readFill = (row: unknown, { book }: RecordedExchange) =>
  compareFacts(row, () => {
    const { fill } = toExecution(row, book, true);
    return { id: fill.id, price: fill.price, amount: fill.quantity, order: fill.venueOrderId };
  });
const readPosition = (row: unknown, { book }: RecordedExchange) =>
  compareFacts(row, () => {
    const position = toPositionReading(row, book)?.position;
    return position && { contracts: position.quantity, entryPrice: position.entryPrice, side: position.side };
  });

type AnswerCheck = (parsed: unknown, recorded: RecordedExchange) => string | undefined;
const eachRow =
  (check: AnswerCheck): AnswerCheck =>
  (parsed, recorded) =>
    toRows(parsed, 'Answer')
      .map((row) => check(row, recorded))
      .find((problem) => problem !== undefined);

const answerChecks: Readonly<Record<string, AnswerCheck>> = {
  fetchOrder: readOrder,
  fetchOpenOrders: eachRow(readOrder),
  fetchClosedOrders: eachRow(readOrder),
  fetchMyTrades: eachRow(readFill),
  fetchPositions: eachRow(readPosition),
  fetchBalance: (parsed) => checkBalances(parsed),
};

/** What an absent field of ccxt's means to us. */
const absent: Readonly<Record<string, string>> = { filled: '0' };

/** Compares what we made of a row with the row; a market that is not traded here is passed over. */
function compareFacts(row: unknown, read: () => Readonly<Record<string, string>> | undefined): string | undefined {
  try {
    for (const [name, value] of Object.entries(read() ?? {})) {
      const told: unknown = (isRecord(row) ? row[name] : undefined) ?? absent[name];
      const same = String(told) === value || (isNumeric(told) && isNumeric(value) && Number(told) === Number(value));
      if (!same) return `${name} is ${value}, told is ${String(told)}`;
    }
    return undefined;
  } catch (error) {
    if (error instanceof AppError && error.code === 'unsupported') return undefined;
    throw error;
  }
}

function isNumeric(value: unknown): boolean {
  return value !== null && value !== undefined && value !== '' && Number.isFinite(Number(value));
}

function checkBalances(parsed: unknown): string | undefined {
  for (const { currency, total, locked, free } of toBalances(parsed)) {
    const told = isRecord(parsed) && isRecord(parsed['total']) ? parsed['total'][currency] : undefined;
    if (Number(total) !== Number(told)) return `${currency} is ${total}, told is ${String(told)}`;
    if (addDecimals(locked, free) !== total) return `${currency}: ${locked} and ${free} do not make ${total}`;
  }
  return undefined;
}
