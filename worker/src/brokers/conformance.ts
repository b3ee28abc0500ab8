import { AppError, toInstrumentId, type Instrument } from '@tapedeck/core';
import { accountInfoSchema, apiKeyInfoSchema, readWire } from './bybit-wire.ts';
import { checkExecutions } from './conformance/check-executions.ts';
import { checkClosedPnl, checkTransactions } from './conformance/check-history.ts';
import { checkInstruments } from './conformance/check-instruments.ts';
import { checkOrders } from './conformance/check-orders.ts';
import { checkPositions } from './conformance/check-positions.ts';
import { checkRefusal } from './conformance/check-refusal.ts';
import { checkWallet } from './conformance/check-wallet.ts';
import { isRecord } from './conformance/json.ts';
import {
  classify,
  messageKinds,
  readRecordedMessages,
  type Classified,
  type MessageKind,
} from './conformance/recorded-messages.ts';
import { Tally } from './conformance/tally.ts';
import { InstrumentBook } from './instrument-book.ts';

export interface ConformanceOutcome {
  readonly title: string;
  /** Messages that are mapped right or refused for the right reason. */
  readonly passed: number;
  readonly failures: readonly string[];
  readonly notes: readonly string[];
}

/**
 * Runs every recorded Bybit message under `{dir}/exchange` through our readers and compares the results with facts
 * computed from the raw fields.
 */
export async function checkBrokerMessages(dir: string): Promise<ConformanceOutcome> {
  const recorded = readRecordedMessages(dir);
  const messages = recorded.flatMap(({ source, message }) => {
    const classified = classify({ source, message });
    return classified ? [{ source, ...classified }] : [];
  });
  const instruments = toInstruments(messages);
  const table = new Map<MessageKind, { messages: number; tally: Tally }>();
  const failures: string[] = [];
  const remarks: string[] = [];
  let passed = 0;
  for (const message of messages) {
    const tally = await check(message, instruments);
    if (tally.problems.length === 0) passed++;
    failures.push(...tally.problems.map((problem) => `${message.source}: ${problem}`));
    remarks.push(...tally.remarks.map((remark) => `${message.source}: ${remark}`));
    const row = table.get(message.kind) ?? { messages: 0, tally: new Tally() };
    row.messages++;
    row.tally.mapped += tally.mapped;
    row.tally.passedOver += tally.passedOver;
    row.tally.refused += tally.refused;
    table.set(message.kind, row);
  }
  if (passed === 0) failures.push(`No recorded message was found under ${dir}.`);
  const notes = [
    ...toTable(table),
    `${recorded.length - messages.length} messages are read by no mapper here`,
    ...remarks,
  ];
  return { title: 'Recorded Bybit messages through the mapper', passed, failures, notes };
}

async function check({ kind, rows, category }: Classified, instruments: InstrumentBook): Promise<Tally> {
  const tally = new Tally();
  try {
    switch (kind) {
      case 'wallet':
        checkWallet(rows, tally);
        break;
      case 'positions':
        checkPositions(rows, category, instruments, tally);
        break;
      case 'orders':
        checkOrders(rows, category, instruments, tally);
        break;
      case 'transactions':
        checkTransactions(rows, instruments, tally);
        break;
      case 'closes':
        checkClosedPnl(rows, instruments, tally);
        break;
      case 'executions':
        checkExecutions(rows, category, instruments, tally);
        break;
      case 'instruments':
        await checkInstruments(rows, category, tally);
        break;
      case 'account':
        readWire(accountInfoSchema, rows[0], 'Account');
        tally.mapped++;
        break;
      case 'key':
        readWire(apiKeyInfoSchema, rows[0], 'API key');
        tally.mapped++;
        break;
      case 'refusal':
        checkRefusal(rows, tally);
        break;
    }
  } catch (error) {
    tally.problems.push(error instanceof AppError ? `refused: ${error.message}` : String(error));
  }
  return tally;
}

/** The recordings name instruments without describing them; sizes play no part in what is checked. */
function toInstruments(messages: readonly Classified[]): InstrumentBook {
  const symbols = messages
    .filter(({ kind }) => namingInstruments.includes(kind))
    .flatMap(({ rows }) => rows.filter(isRecord).map((row) => String(row['symbol'])));
  const kinds: readonly Instrument['kind'][] = ['perpetual', 'spot'];
  return new InstrumentBook([...new Set(symbols)].flatMap((symbol) => kinds.map((kind) => toInstrument(symbol, kind))));
}

const namingInstruments: readonly MessageKind[] = ['positions', 'orders', 'executions', 'transactions', 'closes'];

function toInstrument(venueSymbol: string, kind: Instrument['kind']): Instrument {
  const quote = venueSymbol.endsWith('USDT') ? 'USDT' : 'USDC';
  const base = venueSymbol.replace(/(?:USDT|USDC|PERP)$/, '').replaceAll(/[^A-Z0-9]/g, '');
  const id = toInstrumentId({ base, quote, kind });
  return {
    id,
    venueSymbol,
    kind,
    base,
    quote,
    settle: quote,
    tickSize: '0.0001',
    stepSize: '0.0001',
    contractSize: '1',
  };
}

function toTable(table: ReadonlyMap<MessageKind, { messages: number; tally: Tally }>): string[] {
  const rows = messageKinds.flatMap((kind) => {
    const row = table.get(kind);
    return row ? [toLine(kind, [row.messages, row.tally.mapped, row.tally.passedOver, row.tally.refused])] : [];
  });
  return [toLine('kind', ['messages', 'mapped', 'passed over', 'refused']), ...rows];
}

function toLine(name: string, cells: readonly (string | number)[]): string {
  return name.padEnd(14) + cells.map((cell) => String(cell).padStart(12)).join('');
}
