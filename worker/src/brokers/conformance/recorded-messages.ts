import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord, type JsonRecord } from './json.ts';

/** A message of Bybit that somebody recorded, and where it stands. */
export interface RecordedMessage {
  readonly source: string;
  readonly message: JsonRecord;
}

const sources = ['nautilus-bybit', 'bybit-docs', 'ccxt-static/response/bybit.json'];

/** Every Bybit message under `{dir}/exchange`; sources that are not there are passed over. */
export function readRecordedMessages(dir: string): RecordedMessage[] {
  return sources.flatMap((source) => {
    const path = join(dir, 'exchange', source);
    if (!existsSync(path)) return [];
    if (source.endsWith('.json')) return readFile(path, source);
    const files = readdirSync(path).filter((file) => file.endsWith('.json'));
    return files.toSorted().flatMap((file) => readFile(join(path, file), `${source}/${file}`));
  });
}

/** A file holds one message, a page's examples under headings, or ccxt's cases by method. */
function readFile(path: string, source: string): RecordedMessage[] {
  const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (Array.isArray(content)) {
    return content.flatMap((example: unknown, index) =>
      isRecord(example) && isRecord(example['json'])
        ? [{ source: `${source}#${index}`, message: example['json'] }]
        : [],
    );
  }
  if (!isRecord(content)) return [];
  return isRecord(content['methods']) ? readCases(content['methods'], source) : [{ source, message: content }];
}

function readCases(methods: JsonRecord, source: string): RecordedMessage[] {
  return Object.entries(methods).flatMap(([method, cases]) =>
    (Array.isArray(cases) ? cases : []).flatMap((recorded: unknown, index) =>
      isRecord(recorded) && isRecord(recorded['httpResponse'])
        ? [{ source: `${source} ${method}#${index}`, message: recorded['httpResponse'] }]
        : [],
    ),
  );
}

export const messageKinds = [
  'wallet',
  'positions',
  'orders',
  'executions',
  'transactions',
  'closes',
  'instruments',
  'account',
  'key',
  'refusal',
] as const;
export type MessageKind = (typeof messageKinds)[number];

/** Rows of one kind, as our readers take them. */
export interface Classified {
  readonly kind: MessageKind;
  readonly rows: readonly unknown[];
  readonly category?: string | undefined;
}

/** What of ours reads the message; `undefined` for those that none of ours reads, such as candles. */
export function classify({ message }: RecordedMessage): Classified | undefined {
  const { topic, data, result } = message;
  if (typeof topic === 'string' && Array.isArray(data)) return classifyEvent(topic, data);
  if (message['success'] === false) return { kind: 'refusal', rows: [message] };
  if (isPositionRow(message)) return { kind: 'positions', rows: [message] };
  return isRecord(result) ? classifyResult(result) : undefined;
}

function classifyEvent(topic: string, rows: readonly unknown[]): Classified | undefined {
  const kinds: Readonly<Record<string, MessageKind>> = {
    wallet: 'wallet',
    position: 'positions',
    order: 'orders',
    execution: 'executions',
    'execution.fast': 'executions',
  };
  const kind = kinds[topic];
  return kind && { kind, rows };
}

function classifyResult(result: JsonRecord): Classified | undefined {
  if ('marginMode' in result && 'unifiedMarginStatus' in result) return { kind: 'account', rows: [result] };
  if ('permissions' in result && 'apiKey' in result && 'readOnly' in result) return { kind: 'key', rows: [result] };
  const { list } = result;
  const category = typeof result['category'] === 'string' ? result['category'] : undefined;
  const first: unknown = Array.isArray(list) ? list[0] : undefined;
  if (!Array.isArray(list) || !isRecord(first)) return undefined;
  if (Array.isArray(first['coin']) && 'totalWalletBalance' in first) return { kind: 'wallet', rows: list };
  if (isPositionRow(first)) return { kind: 'positions', rows: list, category };
  if ('orderStatus' in first) return { kind: 'orders', rows: list, category };
  if ('cashBalance' in first && 'transactionTime' in first) return { kind: 'transactions', rows: list, category };
  if ('closedPnl' in first && 'closedSize' in first) return { kind: 'closes', rows: list, category };
  if ('execId' in first && 'execType' in first) return { kind: 'executions', rows: list, category };
  if ('lotSizeFilter' in first && 'priceFilter' in first) return { kind: 'instruments', rows: list, category };
  return undefined;
}

function isPositionRow(row: JsonRecord): boolean {
  return 'positionIdx' in row && 'size' in row && ('avgPrice' in row || 'entryPrice' in row);
}
