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
  /** `missing` has changed. */
  readonly onMissing: () => void;
  /** The venue and we agree. */
  readonly onReconciled: () => void;
  readonly onError: (error: AppError) => void;
}

/** So many orders are asked for at once because only their fills were heard of. */
const maxLooseFills = 20;
/** An order that stood counts as gone once the venue has not known it twice, so long apart. */
const absenceMs = 5_000;
const retry = { firstMs: 300, maxMs: 5_000 };

/** Compares our orders with the venue's: after a start, after each break of the stream, and now and then in between. */
export class Reconciler {
  readonly #options: ReconcilerOptions;
  #running = false;
  #again = false;
  #failures = 0;
  #cancel: (() => void) | undefined;
  #stopped = false;
  /** Orders that stood and that the venue does not know any more, and since when, by the monotonic clock. */
  #missing: ReadonlyMap<string, number> = new Map();
  #cancelLook: (() => void) | undefined;

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

  /** Orders that stood and that the venue does not know any more: whether they are gone is being asked. */
  isMissing(clientOrderId: string): boolean {
    return this.#missing.has(clientOrderId);
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
    this.#cancelLook?.();
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
    const missing = new Map<string, number>();
    const standing = new Set(theirs.map(({ order }) => order.venueOrderId));
    let ended = 0;
    for (const { clientOrderId } of ours) {
      const record = register.get(clientOrderId);
      if (!record || hasOrderEnded(record.status) || standing.has(record.venueOrderId ?? '')) continue;
      // Ended meanwhile, or never there: each is asked for by itself.
      if (!isDecided(record)) {
        lookup.expect(clientOrderId, 0);
        continue;
      }
      if (!(await this.#find(record))) {
        const sinceMs = this.#missing.get(clientOrderId) ?? clock.monotonicMs();
        if (clock.monotonicMs() - sinceMs < absenceMs) {
          missing.set(clientOrderId, sinceMs);
          continue;
        }
        this.#end(record);
      }
      ended += 1;
    }
    this.#setMissing(missing);
    // What ended them may have been told only after the fills were.
    if (ended > 0) await takeFills();
  }

  #setMissing(missing: ReadonlyMap<string, number>): void {
    const { wheel, onMissing } = this.#options;
    const changed = missing.size !== this.#missing.size || [...missing.keys()].some((id) => !this.#missing.has(id));
    this.#missing = missing;
    if (changed) onMissing();
    this.#cancelLook?.();
    this.#cancelLook = missing.size > 0 ? wheel.after(absenceMs, () => this.request()) : undefined;
  }

  async #find(record: OrderRecord): Promise<boolean> {
    const { clock, register, trading } = this.#options;
    const { clientOrderId } = record;
    const found = await trading().fetchOrder(toReference(record));
    if (found) await register.takeOrders([{ ...found, clientOrderId }], clock.nowMs());
    return found !== undefined;
  }

  #end({ clientOrderId, filledQuantity }: OrderRecord): void {
    const nowMs = this.#options.clock.nowMs();
    const reason = {
      code: 'gone',
      message: 'The venue lists it neither among open orders nor among past ones any more.',
    };
    this.#options.register.update(clientOrderId, {
      kind: 'report',
      status: 'cancelled',
      filledQuantity,
      reason,
      venueMs: nowMs,
      readMs: nowMs,
    });
  }
}
