import { hasOrderEnded, toAppError, type AppError, type OrderRecord } from '@tapedeck/core';
import { backoffMs } from '../backoff.ts';
import type { TradingPort } from '../brokers/trading-port.ts';
import type { Clock } from '../clock.ts';
import type { TimerWheel } from '../timer-wheel.ts';
import type { OrderLookup } from './order-lookup.ts';
import { isDecided, toReference, type OrderRegister } from './order-register.ts';

export interface ReconcilerOptions {
  readonly clock: Clock;
  readonly wheel: TimerWheel;
  readonly register: OrderRegister;
  readonly lookup: OrderLookup;
  readonly trading: () => TradingPort;
  /** Books what happened meanwhile: fills, funding, transfers. */
  readonly takeFills: () => Promise<void>;
  /** The venue and we agree. */
  readonly onReconciled: () => void;
  readonly onError: (error: AppError) => void;
}

/** So many orders are asked for at once because only their fills were heard of. */
const maxLooseFills = 20;
const retry = { firstMs: 300, maxMs: 5_000 };

/** Compares our orders with the venue's: after a start, after each break of the stream, and now and then in between. */
export class Reconciler {
  readonly #options: ReconcilerOptions;
  #running = false;
  #again = false;
  #failures = 0;
  #cancel: (() => void) | undefined;
  #stopped = false;

  constructor(options: ReconcilerOptions) {
    this.#options = options;
  }

  /** Compares now, or once more after the comparison that runs. */
  request(): void {
    if (this.#stopped) return;
    this.#again = true;
    this.#cancel?.();
    if (!this.#running) void this.#run();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  async #run(): Promise<void> {
    const { wheel, onReconciled, onError } = this.#options;
    this.#running = true;
    try {
      while (this.#again && !this.#stopped) {
        this.#again = false;
        await this.#compare();
        this.#failures = 0;
        if (!this.#stopped) onReconciled();
      }
    } catch (error) {
      this.#failures += 1;
      onError(toAppError(error));
      if (!this.#stopped) this.#cancel = wheel.after(backoffMs(this.#failures, retry), () => this.request());
    } finally {
      this.#running = false;
    }
  }

  async #compare(): Promise<void> {
    const { clock, register, lookup, trading, takeFills } = this.#options;
    const ours = register.open;
    const theirs = await trading().fetchOpenOrders();
    await register.takeOrders(theirs, clock.nowMs());
    await takeFills();
    for (const { instrumentId, venueOrderId } of register.looseFills.slice(0, maxLooseFills)) {
      const found = await trading().fetchOrder({ instrumentId, venueOrderId });
      if (found) await register.takeOrders([found], clock.nowMs());
    }
    const standing = new Set(theirs.map(({ order }) => order.venueOrderId));
    let ended = 0;
    for (const { clientOrderId } of ours) {
      const record = register.get(clientOrderId);
      if (!record || hasOrderEnded(record.status) || standing.has(record.venueOrderId ?? '')) continue;
      // Ended meanwhile, or never there: each is asked for by itself.
      if (!isDecided(record)) lookup.expect(clientOrderId, 0);
      else {
        await this.#askFor(record);
        ended += 1;
      }
    }
    // What ended them may have been told only after the fills were.
    if (ended > 0) await takeFills();
  }

  async #askFor(record: OrderRecord): Promise<void> {
    const { clock, register, trading } = this.#options;
    const { clientOrderId, filledQuantity } = record;
    const found = await trading().fetchOrder(toReference(record));
    const nowMs = clock.nowMs();
    if (found) {
      await register.takeOrders([{ ...found, clientOrderId }], nowMs);
      return;
    }
    const reason = {
      code: 'gone',
      message: 'The venue lists it neither among open orders nor among past ones any more.',
    };
    register.update(clientOrderId, {
      kind: 'report',
      status: 'cancelled',
      filledQuantity,
      reason,
      venueMs: nowMs,
      readMs: nowMs,
    });
  }
}
