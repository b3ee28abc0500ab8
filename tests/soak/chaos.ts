import type { FaultInput } from '../../simulator/src/control/faults.ts';
import { sleep } from '../processes/support/waiting.ts';
import type { SyncStack } from '../processes/support/sync-stack.ts';
import type { SeededRandom } from './seeded-random.ts';

const markets = [
  { symbol: 'BTCUSDT', step: 0.001, most: 20, places: 3 },
  { symbol: 'ETHUSDT', step: 0.01, most: 60, places: 2 },
  { symbol: 'SOLUSDT', step: 0.1, most: 200, places: 1 },
  { symbol: 'XRPUSDT', step: 0.1, most: 5_000, places: 1 },
] as const;

/** What may go wrong, and what people may do meanwhile. Every choice comes from the seed. */
export class Chaos {
  readonly #sync: SyncStack;
  readonly #random: SeededRandom;
  readonly #accounts: readonly [string, ...string[]];
  readonly #say: (line: string) => void;
  readonly #workers = new Set<string>(['worker-1']);
  #started = 1;
  #under: Promise<unknown>[] = [];
  /** How often each thing was done. */
  readonly counts: Record<string, number> = {};

  constructor(parts: {
    readonly sync: SyncStack;
    readonly random: SeededRandom;
    readonly accounts: readonly [string, ...string[]];
    readonly say: (line: string) => void;
  }) {
    this.#sync = parts.sync;
    this.#random = parts.random;
    this.#accounts = parts.accounts;
    this.#say = parts.say;
  }

  /** Trades and troubles for so long, then puts everything right again. */
  async run(durationMs: number): Promise<void> {
    const endMs = performance.now() + durationMs;
    await this.#sync.control('prices', { frozen: false });
    while (performance.now() < endMs) {
      // The venue refuses some orders, such as one that would reduce nothing: that is its right.
      await this.#act().catch(() => this.#count('refused'));
      await sleep(this.#random.between(20, 400));
    }
    await Promise.allSettled(this.#under);
    this.#under = [];
    await this.#sync.control('faults', {}, 'DELETE');
    await this.#sync.control('prices', { frozen: true });
  }

  #act(): Promise<unknown> {
    const dice = this.#random.next();
    if (dice < 0.62) return this.#trade();
    if (dice < 0.72) return this.#move();
    if (dice < 0.94) return this.#trouble();
    return this.#blow();
  }

  #trade(): Promise<unknown> {
    const account = this.#random.of(this.#accounts);
    const { symbol, step, most, places } = this.#random.of(markets);
    const qty = (step * this.#random.between(1, most)).toFixed(places);
    const side = this.#random.of(['Buy', 'Sell']);
    const closes = this.#random.next() < 0.3;
    this.#count('trade');
    if (!account.startsWith('hedge')) return this.#sync.order(account, { symbol, side, qty, reduceOnly: closes });
    const positionIdx = (side === 'Buy') === closes ? '2' : '1';
    return this.#sync.order(account, { symbol, side, qty, reduceOnly: closes, positionIdx });
  }

  #move(): Promise<unknown> {
    this.#count('price');
    const { symbol } = this.#random.of(markets);
    return this.#sync.control('prices', { symbol, moveRatio: this.#random.between(-20, 20) / 1_000 });
  }

  #trouble(): Promise<unknown> {
    const account = this.#random.of(this.#accounts);
    const durationMs = this.#random.between(200, 4_000);
    const fault: FaultInput = this.#random.of([
      { kind: 'latency', latencyMs: this.#random.between(50, 1_500), account, durationMs },
      { kind: 'timeout-after-acceptance', account, count: this.#random.between(1, 2), durationMs },
      { kind: 'http-error', status: 502, account, durationMs },
      { kind: 'rate-limit', account, durationMs },
      { kind: 'system-error', account, durationMs },
      { kind: 'drop-streams', scope: 'private', account, durationMs },
      { kind: 'duplicate-events', account, durationMs },
      { kind: 'reorder-events', account, durationMs },
      { kind: 'stale-snapshots', account, durationMs: Math.min(1_500, durationMs) },
      { kind: 'maintenance', durationMs: Math.min(2_000, durationMs) },
    ]);
    this.#count(fault.kind);
    return this.#sync.fault(fault);
  }

  /** One process at a time is hit, and comes back by itself. */
  async #blow(): Promise<void> {
    if (this.#under.length > 0) return;
    const blow = this.#random.of(['end', 'kill', 'freeze', 'join', 'firestore']);
    this.#count(blow);
    this.#say(`  ${blow}`);
    const under = this.#strike(blow).finally(() => {
      this.#under = this.#under.filter((other) => other !== under);
    });
    this.#under.push(under);
  }

  async #strike(blow: 'end' | 'kill' | 'freeze' | 'join' | 'firestore'): Promise<void> {
    const worker = [...this.#workers].at(0) ?? '';
    const pauseMs = this.#random.between(500, 9_000);
    switch (blow) {
      case 'end':
      case 'kill':
        this.#workers.delete(worker);
        await this.#sync.kill(worker, blow === 'end' ? 'SIGTERM' : 'SIGKILL');
        if (this.#workers.size === 0) await this.#join();
        return;
      case 'freeze':
        this.#sync.signal(worker, 'SIGSTOP');
        await sleep(pauseMs);
        this.#sync.signal(worker, 'SIGCONT');
        return;
      case 'join':
        if (this.#workers.size < 3) await this.#join();
        return;
      case 'firestore':
        this.#sync.signalFirestore('SIGSTOP');
        await sleep(pauseMs);
        this.#sync.signalFirestore('SIGCONT');
    }
  }

  async #join(): Promise<void> {
    this.#started += 1;
    const name = `worker-${this.#started}`;
    await this.#sync.startWorker(name);
    this.#workers.add(name);
  }

  #count(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }
}
