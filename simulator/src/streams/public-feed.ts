import type { Faults } from '../control/faults.ts';
import { candleAt, candleStart, isInterval, nextCandleStart } from '../market/candles.ts';
import type { Category, VenueInstrument } from '../market/instruments.ts';
import { tickMs } from '../market/minute-path.ts';
import type { OutsideBook } from '../market/outside-book.ts';
import type { PublicMarket } from '../market/public-market.ts';
import { diffLevels, toBookRow } from '../wire/book-row.ts';
import { toLinearTickerEvent, toSpotTickerEvent } from '../wire/ticker-row.ts';
import type { StreamConnection } from './connection.ts';

/** What a topic sends: a message for everybody at each step, and a first one for whoever comes. */
interface Topic {
  /** Undefined where the topic starts with silence. */
  readonly first: () => object | undefined;
  readonly next: () => readonly object[];
}

const bookDepths: Readonly<Record<Category, readonly number[]>> = { linear: [1, 50, 200], spot: [1, 50, 200] };
const ticksPerKline = 5;

/** The public streams: only topics that somebody listens to are computed. */
export class PublicFeed {
  readonly #market: PublicMarket;
  readonly #faults: Faults;
  readonly #connections: ReadonlySet<StreamConnection>;
  /** By category and topic. */
  readonly #topics = new Map<string, Topic>();

  constructor(parts: { market: PublicMarket; faults: Faults; connections: ReadonlySet<StreamConnection> }) {
    this.#market = parts.market;
    this.#faults = parts.faults;
    this.#connections = parts.connections;
  }

  /** Subscribes a connection; false when the topic does not exist. */
  subscribe(connection: StreamConnection, name: string): boolean {
    const key = `${connection.kind}:${name}`;
    const topic = this.#topics.get(key) ?? this.#create(connection.kind, name);
    if (!topic) return false;
    this.#topics.set(key, topic);
    connection.topics.add(name);
    return true;
  }

  /** Sends a new subscriber what the topic starts with. */
  greet(connection: StreamConnection, name: string): void {
    const first = this.#topics.get(`${connection.kind}:${name}`)?.first();
    if (first) connection.send(first);
  }

  /** One step of time: sends every topic that somebody listens to. */
  step(): void {
    const wanted = new Map<string, StreamConnection[]>();
    for (const connection of this.#connections) {
      if (connection.scope !== 'public') continue;
      for (const name of connection.topics) {
        const key = `${connection.kind}:${name}`;
        const listeners = wanted.get(key);
        if (listeners) listeners.push(connection);
        else wanted.set(key, [connection]);
      }
    }
    for (const key of this.#topics.keys()) if (!wanted.has(key)) this.#topics.delete(key);
    for (const [key, listeners] of wanted) {
      for (const message of this.#topics.get(key)?.next() ?? []) {
        const text = JSON.stringify(message);
        for (const connection of listeners) connection.sendText(text);
      }
    }
  }

  #create(kind: string, name: string): Topic | undefined {
    const parts = name.split('.');
    const instrument = this.#market.table.find(kind, parts.at(-1) ?? '');
    if (!instrument) return undefined;
    const [channel, detail = ''] = parts;
    if (channel === 'tickers' && parts.length === 2) return this.#ticker(name, instrument);
    if (channel === 'publicTrade' && parts.length === 2) return this.#trades(name, instrument);
    if (channel === 'kline' && parts.length === 3 && isInterval(detail)) return this.#kline(name, detail, instrument);
    if (channel === 'orderbook' && parts.length === 3 && bookDepths[instrument.category].includes(Number(detail))) {
      return this.#book(name, Number(detail), instrument);
    }
    return undefined;
  }

  #ticker(topic: string, instrument: VenueInstrument): Topic {
    const read = (): Record<string, string> =>
      instrument.kind === 'spot'
        ? toSpotTickerEvent(instrument, this.#market.tickerFacts(instrument))
        : toLinearTickerEvent(instrument, this.#market.tickerFacts(instrument));
    const wrap = (type: 'snapshot' | 'delta', data: object) => ({
      topic,
      type,
      data,
      cs: this.#market.sequence(instrument).seq,
      ts: this.#faults.venueNow(),
    });
    let last = read();
    return {
      first: () => wrap('snapshot', last),
      next: () => {
        const now = read();
        const changes = Object.entries(now).filter(([field, value]) => last[field] !== value);
        last = now;
        if (changes.length === 0) return [];
        if (instrument.kind === 'spot') return [wrap('snapshot', now)];
        return [wrap('delta', { symbol: instrument.symbol, ...Object.fromEntries(changes) })];
      },
    };
  }

  #trades(topic: string, instrument: VenueInstrument): Topic {
    let before = this.#market.tradeAt(instrument, this.#tick() - 1).price;
    return {
      first: () => undefined,
      next: () => {
        const trade = this.#market.tradeAt(instrument, this.#tick());
        const direction = Number(trade.price) >= Number(before) ? 'PlusTick' : 'MinusTick';
        before = trade.price;
        const data = {
          T: Number(trade.time),
          s: trade.symbol,
          S: trade.side,
          v: trade.size,
          p: trade.price,
          L: direction,
          i: trade.execId,
          BT: false,
          RPI: false,
          seq: Number(trade.seq),
        };
        return [{ topic, type: 'snapshot', ts: this.#faults.venueNow(), data: [data] }];
      },
    };
  }

  #kline(topic: string, interval: string, instrument: VenueInstrument): Topic {
    let openMs = candleStart(interval, this.#market.clock.now());
    let steps = 0;
    const message = (startMs: number, confirm: boolean) => {
      const nowMs = this.#market.clock.now();
      const candle = candleAt(this.#market.prices, instrument, interval, startMs, nowMs);
      const { tick, step } = instrument;
      const data = {
        start: startMs,
        end: nextCandleStart(interval, startMs) - 1,
        interval,
        open: tick.format(candle.open),
        close: tick.format(candle.close),
        high: tick.format(candle.high),
        low: tick.format(candle.low),
        volume: step.format(step.nearest(candle.volume)),
        turnover: candle.turnover.toFixed(4),
        confirm,
        timestamp: this.#faults.venueNow(),
      };
      return { topic, data: [data], ts: this.#faults.venueNow(), type: 'snapshot' };
    };
    return {
      first: () => message(openMs, false),
      next: () => {
        const startMs = candleStart(interval, this.#market.clock.now());
        if (startMs !== openMs) {
          const closed = message(openMs, true);
          openMs = startMs;
          return [closed];
        }
        steps += 1;
        return steps % ticksPerKline === 0 ? [message(startMs, false)] : [];
      },
    };
  }

  #book(topic: string, depth: number, instrument: VenueInstrument): Topic {
    let last: OutsideBook = this.#market.book(instrument, depth);
    let u = 1;
    const wrap = (type: 'snapshot' | 'delta', data: object) => ({
      topic,
      type,
      ts: this.#faults.venueNow(),
      data,
      cts: this.#market.clock.now(),
    });
    return {
      first: () => wrap('snapshot', toBookRow(instrument, last, { u, seq: this.#market.sequence(instrument).seq })),
      next: () => {
        const now = this.#market.book(instrument, depth);
        const b = diffLevels(instrument, last.bids, now.bids);
        const a = diffLevels(instrument, last.asks, now.asks);
        last = now;
        if (b.length + a.length === 0) return [];
        u += 1;
        return [wrap('delta', { s: instrument.symbol, b, a, u, seq: this.#market.sequence(instrument).seq })];
      },
    };
  }

  #tick(): number {
    return Math.floor(this.#market.clock.now() / tickMs);
  }
}
