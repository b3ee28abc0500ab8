import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UnifiedBook } from '../unified/unified-book.ts';
import { UnifiedClient } from '../unified/unified-client.ts';
import type { UnifiedMarket } from '../unified/unified-exchange.ts';
import { isRecord, type JsonRecord } from './json.ts';

/** A request as it would have left this machine. */
export interface SentRequest {
  readonly url: string;
  readonly body: string | undefined;
}

/** One case of ccxt's recordings. */
export interface RecordedCase {
  readonly method: string;
  readonly description: string;
  readonly input: readonly unknown[];
  readonly url: string | undefined;
  readonly output: unknown;
  readonly httpResponse: unknown;
}

class Captured extends Error {}

/** An exchange of ccxt with recorded markets and no network: requests are kept, answers are what is given. */
export class RecordedExchange {
  readonly client: UnifiedClient;
  readonly book: UnifiedBook;
  readonly requests: readonly RecordedCase[];
  readonly responses: readonly RecordedCase[];
  /** Fields that differ with each request. */
  readonly skipped: readonly string[];
  #answer: unknown;
  #sent: SentRequest | undefined;

  constructor(dir: string, exchangeId: string) {
    const read = (part: string) => readJson(join(dir, part, `${exchangeId}.json`));
    const markets = withTextNumbers(read('markets')) as Readonly<Record<string, UnifiedMarket>>;
    const request = read('request');
    this.client = new UnifiedClient({
      exchangeId,
      environment: 'live',
      credentials: { apiKey: 'key', secret: 'secretsecret', passphrase: 'password' },
    });
    const { exchange } = this.client;
    // Nothing is asked of anybody, so nothing has to wait its turn.
    Reflect.set(exchange, 'enableRateLimit', false);
    Reflect.get(exchange, 'setMarkets').call(exchange, markets, read('currencies'));
    exchange.loadMarkets = () => Promise.resolve(markets);
    Object.assign(exchange.options, isRecord(request['options']) ? request['options'] : {});
    Reflect.set(exchange, 'fetch', (url: string, _method: string, _headers: unknown, body: unknown) =>
      this.#fetch(url, body),
    );
    this.book = new UnifiedBook(Object.values(markets));
    this.requests = toCases(request['methods']);
    this.responses = toCases(read('response')['methods']);
    this.skipped = Array.isArray(request['skipKeys']) ? request['skipKeys'].map(String) : [];
  }

  /** What an act sends; it ends there, since there is no answer. Throws what kept it from sending anything. */
  async capture(act: () => Promise<unknown>): Promise<SentRequest> {
    this.#answer = undefined;
    this.#sent = undefined;
    await act().catch((error: unknown) => {
      if (!this.#sent) throw error;
    });
    if (!this.#sent) throw new Error('nothing was sent');
    return this.#sent;
  }

  /** What ccxt makes of a recorded answer. */
  parse({ method, input, httpResponse }: RecordedCase): Promise<unknown> {
    this.#answer = httpResponse;
    const { exchange } = this.client;
    return Reflect.get(exchange, method).apply(
      exchange,
      input.map((value) => value ?? undefined),
    ) as Promise<unknown>;
  }

  async #fetch(url: string, body: unknown): Promise<unknown> {
    this.#sent ??= { url, body: typeof body === 'string' ? body : undefined };
    if (this.#answer === undefined) throw new Captured();
    return structuredClone(this.#answer);
  }
}

function readJson(path: string): JsonRecord {
  const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return isRecord(content) ? content : {};
}

function toCases(methods: unknown): RecordedCase[] {
  return Object.entries(isRecord(methods) ? methods : {}).flatMap(([method, cases]) =>
    (Array.isArray(cases) ? cases : []).filter(isRecord).map((found) => ({
      method,
      description: String(found['description']),
      input: Array.isArray(found['input']) ? (found['input'] as unknown[]) : [],
      url: typeof found['url'] === 'string' ? found['url'] : undefined,
      output: found['output'],
      httpResponse: found['httpResponse'],
    })),
  );
}

/** Numbers as ccxt keeps them when it is made with `number: String`. */
function withTextNumbers(value: unknown): unknown {
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(withTextNumbers);
  if (!isRecord(value)) return value ?? undefined;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withTextNumbers(part)]));
}
