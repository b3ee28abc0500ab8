import {
  createBalance,
  createPosition,
  toAccountReading,
  type AccountReading,
  type AccountSnapshot,
  type Instrument,
  type Position,
} from '@tapedeck/core';
import type { Broker, Execution, StreamEvent } from '../../worker/src/brokers/broker.ts';

export interface FeedOptions {
  readonly positions: number;
  /** Whether each poll answers with other figures than the one before. */
  readonly moving: boolean;
}

type Parts = Pick<AccountSnapshot, 'figures' | 'balances' | 'positions'>;

const symbols = ['BTC', 'ETH', 'SOL', 'XRP', 'ADA', 'DOGE', 'LINK', 'AVAX', 'DOT', 'LTC'];

function position(index: number, step: number, quantity: string): Position {
  const round = Math.floor(index / symbols.length);
  const base = `${symbols[index % symbols.length] ?? ''}${round === 0 ? '' : round}`;
  const price = 100 + index * 17 + step * 0.25;
  return createPosition({
    instrumentId: `${base}-USDT-PERP`,
    slot: 'net',
    side: index % 2 === 0 ? 'long' : 'short',
    quantity,
    entryPrice: String(100 + index * 17),
    leverage: '10',
    marginMode: 'cross',
    openedAtMs: 1_760_000_000_000,
    tickSize: '0.01',
    stepSize: '0.001',
    contractSize: '1',
    markPrice: price.toFixed(2),
    unrealisedPnl: (step * 1.37 + index).toFixed(4),
    liquidationPrice: (80 + index * 17).toFixed(2),
    initialMargin: (price / 10).toFixed(4),
  });
}

/** An account's reading at one step of the market: other steps differ in every figure. */
export function readingAt(step: number, positions: number, quantity = '1'): Parts {
  const pnl = step * 11.13;
  return {
    figures: {
      equity: (50_000 + pnl).toFixed(4),
      walletBalance: '50000.0000',
      unrealisedPnl: pnl.toFixed(4),
      initialMargin: (1_200 + step * 0.5).toFixed(4),
      maintenanceMargin: (300 + step * 0.1).toFixed(4),
      freeMargin: (48_800 + pnl).toFixed(4),
      marginLevelRatio: (41 + step * 0.01).toFixed(4),
    },
    balances: [createBalance({ currency: 'USDT', total: '50000', locked: '1200' })],
    positions: Array.from({ length: positions }, (_, index) => position(index, step, quantity)),
  };
}

/** The same as a worker holds it, read just now. */
export function readingNow(step: number, positions: number): AccountReading {
  const nowMs = Date.now();
  return toAccountReading({ ...readingAt(step, positions), venueMs: nowMs, readMs: nowMs });
}

/** Readings are made once for all feeds: what is measured is the worker, not this. */
const prepared = new Map<string, readonly Parts[]>();

function prepare({ positions, moving }: FeedOptions): readonly Parts[] {
  const key = `${positions}/${moving}`;
  let readings = prepared.get(key);
  if (!readings) {
    // Without movement the readings are equal but not the same objects, as a mapper would give them.
    readings = Array.from({ length: 32 }, (_, step) => readingAt(moving ? step : 0, positions));
    prepared.set(key, readings);
  }
  return readings;
}

/** A broker without a venue: answers at once, in this process. */
export class InProcessFeed implements Broker {
  readonly #positions: number;
  #readings: readonly Parts[];
  #step = 0;
  #quantity = '1';
  #listener: ((event: StreamEvent) => void) | undefined;
  polls = 0;

  constructor(options: FeedOptions) {
    this.#positions = options.positions;
    this.#readings = prepare(options);
  }

  setMoving(moving: boolean): void {
    this.#readings = prepare({ positions: this.#positions, moving });
  }

  /** Changes the quantity of the first position and pushes it, as the venue's private stream would after a fill. */
  trade(quantity: string): void {
    this.#quantity = quantity;
    const [first] = readingAt(this.#step, 1, quantity).positions;
    if (!first) return;
    const nowMs = Date.now();
    this.#listener?.({ kind: 'positions', positions: new Map([[first.id, first]]), venueMs: nowMs, readMs: nowMs });
  }

  async connect(): Promise<void> {}

  instruments(): ReadonlyMap<string, Instrument> {
    return new Map();
  }

  clockSkewMs(): number {
    return 0;
  }

  async fetchSnapshot(): Promise<AccountSnapshot> {
    this.polls += 1;
    this.#step += 1;
    const nowMs = Date.now();
    return { ...this.#parts(), venueMs: nowMs, readMs: nowMs };
  }

  async fetchExecutions(): Promise<readonly Execution[]> {
    return [];
  }

  watch(listener: (event: StreamEvent) => void): () => void {
    this.#listener = listener;
    listener({ kind: 'link', state: 'live' });
    return () => {
      this.#listener = undefined;
    };
  }

  async close(): Promise<void> {}

  #parts(): Parts {
    if (this.#quantity !== '1') return readingAt(this.#step, this.#positions, this.#quantity);
    const parts = this.#readings[this.#step % this.#readings.length];
    if (!parts) throw new Error('A feed needs at least one reading.');
    return parts;
  }
}
