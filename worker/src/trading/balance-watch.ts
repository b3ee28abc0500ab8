import { subtractDecimals, type AmountsByCurrency, type Balance, type Decimal } from '@tapedeck/core';
import type { Clock } from '../clock.ts';

export interface BalanceWatchOptions {
  readonly clock: Pick<Clock, 'monotonicMs'>;
  /** What the ledger has added to each balance, from whenever on. */
  readonly booked: () => AmountsByCurrency;
  /** A balance has changed by what the ledger does not know. */
  readonly onUnexplained: () => void;
}

/** News of a balance and of the fill that changed it come apart by this at the most. */
const newsMs = 2_000;
/** The venue is not asked more often, whatever it does that it does not tell. */
const askEveryMs = 15_000;

/**
 * Notices deposits, withdrawals and transfers, which no venue pushes: a balance that changes by something else than the
 * ledger's entries. Without it they would count as today's result until the next comparison.
 */
export class BalanceWatch {
  readonly #options: BalanceWatchOptions;
  /** By currency, what of the balance the ledger does not explain: constant until something is missing from it. */
  #known: ReadonlyMap<string, Decimal> | undefined;
  #differsSinceMs: number | undefined;
  #askedMs = Number.NEGATIVE_INFINITY;

  constructor(options: BalanceWatchOptions) {
    this.#options = options;
  }

  look(balances: ReadonlyMap<string, Balance>): void {
    const { clock, onUnexplained } = this.#options;
    const nowMs = clock.monotonicMs();
    const found = this.#unexplained(balances);
    const isSame = !this.#known || sameAmounts(this.#known, found);
    if (isSame) {
      this.#known = found;
      this.#differsSinceMs = undefined;
      return;
    }
    this.#differsSinceMs ??= nowMs;
    if (nowMs - this.#differsSinceMs < newsMs || nowMs - this.#askedMs < askEveryMs) return;
    this.#askedMs = nowMs;
    this.#differsSinceMs = undefined;
    // Whatever the venue answers, only what changes from here on is a reason to ask again.
    this.#known = undefined;
    onUnexplained();
  }

  #unexplained(balances: ReadonlyMap<string, Balance>): ReadonlyMap<string, Decimal> {
    const booked = this.#options.booked();
    const currencies = new Set([...balances.keys(), ...Object.keys(booked)]);
    return new Map(
      [...currencies].map((currency) => {
        const total = balances.get(currency)?.total ?? '0';
        return [currency, subtractDecimals(total, booked[currency] ?? '0')];
      }),
    );
  }
}

function sameAmounts(a: ReadonlyMap<string, Decimal>, b: ReadonlyMap<string, Decimal>): boolean {
  return [...new Set([...a.keys(), ...b.keys()])].every(
    (currency) => (a.get(currency) ?? '0') === (b.get(currency) ?? '0'),
  );
}
