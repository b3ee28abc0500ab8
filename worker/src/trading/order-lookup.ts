import { toAppError, type AppError } from '@tapedeck/core';
import { backoffMs } from '../backoff.ts';
import type { TradingPort } from '../brokers/trading-port.ts';
import type { Clock } from '../clock.ts';
import type { TimerWheel } from '../timer-wheel.ts';
import { isDecided, toReference, type OrderRegister } from './order-register.ts';

export interface OrderLookupOptions {
  readonly clock: Clock;
  readonly wheel: TimerWheel;
  readonly register: OrderRegister;
  readonly trading: () => TradingPort;
  readonly onError: (error: AppError) => void;
}

interface Question {
  readonly clientOrderId: string;
  /** On the monotonic clock. */
  readonly sentMonotonicMs: number;
  failures: number;
  absences: number;
  cancel: (() => void) | undefined;
}

/** How often the venue has to say, after the time in which a request may still arrive, that it has no such order. */
const absencesNeeded = 2;
const retry = { firstMs: 250, maxMs: 5_000 };
/** An answer that was taken but not confirmed by then leaves the order unknown. */
const unconfirmedMs = 3_000;

/** Asks the venue what became of orders that nobody confirmed, for as long as it takes. Never sends one again. */
export class OrderLookup {
  readonly #options: OrderLookupOptions;
  readonly #questions = new Map<string, Question>();
  #stopped = false;

  constructor(options: OrderLookupOptions) {
    this.#options = options;
  }

  /** Looks the order up after `delayMs` unless it has been heard of by then, and until it has. */
  expect(clientOrderId: string, delayMs: number): void {
    if (this.#stopped || this.#questions.has(clientOrderId)) return;
    const sentMonotonicMs = this.#options.clock.monotonicMs();
    const question: Question = { clientOrderId, sentMonotonicMs, failures: 0, absences: 0, cancel: undefined };
    this.#questions.set(clientOrderId, question);
    this.#schedule(question, delayMs);
  }

  /** The venue can be asked again: everything open is asked at once. */
  hurry(): void {
    for (const question of this.#questions.values()) this.#schedule(question, 0);
  }

  stop(): void {
    this.#stopped = true;
    for (const { cancel } of this.#questions.values()) cancel?.();
    this.#questions.clear();
  }

  #schedule(question: Question, delayMs: number): void {
    question.cancel?.();
    question.cancel = this.#options.wheel.after(delayMs, () => void this.#ask(question));
  }

  async #ask(question: Question): Promise<void> {
    const { clock, register, trading, onError } = this.#options;
    const { clientOrderId } = question;
    const before = register.get(clientOrderId);
    if (this.#isOver(question)) return;
    if (!before) return;
    const askedMs = clock.monotonicMs();
    try {
      const found = await trading().fetchOrder(toReference(before));
      question.failures = 0;
      if (this.#stopped) return;
      if (found) await register.takeOrders([{ ...found, clientOrderId }], clock.nowMs());
      else if (askedMs - question.sentMonotonicMs >= trading().settleMs) question.absences += 1;
    } catch (error) {
      question.failures += 1;
      onError(toAppError(error));
    }
    if (this.#isOver(question)) return;
    const nowMs = clock.nowMs();
    if (question.absences >= absencesNeeded) {
      const reason = {
        code: 'absent',
        message: 'The venue has no such order: it never arrived. Nothing was bought or sold.',
      };
      register.update(clientOrderId, { kind: 'absent', reason, atMs: nowMs });
      this.#questions.delete(clientOrderId);
      return;
    }
    if (clock.monotonicMs() - question.sentMonotonicMs >= unconfirmedMs) {
      register.update(clientOrderId, { kind: 'unconfirmed', atMs: nowMs });
    }
    this.#schedule(question, backoffMs(Math.max(1, question.failures), retry));
  }

  #isOver(question: Question): boolean {
    const record = this.#options.register.get(question.clientOrderId);
    const over = this.#stopped || (record !== undefined && isDecided(record));
    if (over) this.#questions.delete(question.clientOrderId);
    return over;
  }
}
