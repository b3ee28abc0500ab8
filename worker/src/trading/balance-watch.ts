import {
  compareDecimals,
  multiplyDecimals,
  subtractDecimals,
  type AmountsByCurrency,
  type Balance,
  type Decimal,
} from '@tapedeck/core';
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
/** Of a balance: venues round what a trade costs, so that over many trades a little remains. */
const dust = '0.000000001';

/** By currency, what of the balance the ledger does not explain. */
type Unexplained = ReadonlyMap<string, Decimal>;

/**
 * Notices deposits, withdrawals and transfers, which no venue pushes: a balance that changes by something else than the
 * ledger's entries. Without it they would count as today's result until the next comparison.
 */
export class BalanceWatch {
  readonly #options: BalanceWatchOptions;
  /**
   * One that is constant until something is missing from the ledger. For a while after a question two: as it was before,
   * if the venue tells what is missing, and as it is then, if it does not. What most looks find is kept.
   */
  #known: { values: Unexplained; looks: number }[] = [];
  #differsSinceMs: number | undefined;
  #askedMs = Number.NEGATIVE_INFINITY;

  constructor(options: BalanceWatchOptions) {
    this.#options = options;
  }

  look(balances: ReadonlyMap<string, Balance>): void {
    const { clock, onUnexplained } = this.#options;
    const nowMs = clock.monotonicMs();
    const found = this.#unexplained(balances);
    if (this.#known.length > 1 && nowMs - this.#askedMs >= askEveryMs)
      this.#known = this.#known.toSorted((a, b) => b.looks - a.looks).slice(0, 1);
    if (this.#known.length === 0) this.#known = [{ values: found, looks: 0 }];
    const same = this.#known.find(({ values }) => areAlike(values, found, balances));
    if (same) {
      same.values = found;
      same.looks += 1;
      this.#differsSinceMs = undefined;
      return;
    }
    this.#differsSinceMs ??= nowMs;
    if (nowMs - this.#differsSinceMs < newsMs || nowMs - this.#askedMs < askEveryMs) return;
    this.#askedMs = nowMs;
    this.#differsSinceMs = undefined;
    this.#known = [...this.#known.map(({ values }) => values), found].map((values) => ({ values, looks: 0 }));
    onUnexplained();
  }

  #unexplained(balances: ReadonlyMap<string, Balance>): Unexplained {
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

function areAlike(a: Unexplained, b: Unexplained, balances: ReadonlyMap<string, Balance>): boolean {
  return [...new Set([...a.keys(), ...b.keys()])].every((currency) => {
    const [before, now] = [a.get(currency) ?? '0', b.get(currency) ?? '0'];
    if (before === now) return true;
    const difference = subtractDecimals(before, now);
    const total = balances.get(currency)?.total ?? '0';
    return compareDecimals(absolute(difference), multiplyDecimals(absolute(total), dust)) <= 0;
  });
}

function absolute(value: Decimal): Decimal {
  return value.replace('-', '');
}
