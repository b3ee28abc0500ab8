import { Big } from 'big.js';
import type { Decimal } from '../decimal.ts';
import type { AccountFigures } from '../model/account.ts';
import type { Balance } from '../model/balance.ts';
import type { Position, PositionMark } from '../model/position.ts';
import type { AccountReading } from './account-reading.ts';
import { diffPositions, type PositionChanges } from './position-changes.ts';

export interface ChangeRule {
  /** Smallest difference of a money figure that counts, in the account currency. */
  readonly threshold: Decimal;
  /** The account currency: its balance is a money figure, any other balance counts at its last digit. */
  readonly currency: string;
}

/** A reading is worth publishing; `structure` is absent when only figures moved. */
export interface AccountChange {
  readonly structure?: PositionChanges;
}

/**
 * Money of the account that passes by threshold. `marginLevelRatio` is no money and follows from the others, so it is
 * written along but never the reason for a write; the same holds for mark and liquidation prices of positions.
 */
const moneyFigures = [
  'equity',
  'unrealisedPnl',
  'walletBalance',
  'initialMargin',
  'maintenanceMargin',
  'freeMargin',
] as const satisfies readonly (keyof AccountFigures)[];

const moneyMarks = ['unrealisedPnl', 'initialMargin'] as const satisfies readonly (keyof PositionMark)[];

/** Equal strings are the rule, so exact arithmetic runs only where they differ. Known against unknown always counts. */
function passes(before: Decimal | undefined, after: Decimal | undefined, threshold: Big): boolean {
  if (before === after) return false;
  if (before === undefined || after === undefined) return true;
  return new Big(after).minus(before).abs().gte(threshold);
}

function differs(before: Decimal, after: Decimal): boolean {
  return before !== after && !new Big(before).eq(after);
}

/** A reading that says nothing new keeps the parts of the one before. */
function hasSameParts(a: AccountReading, b: AccountReading): boolean {
  return a.positions === b.positions && a.figures === b.figures && a.balances === b.balances;
}

type Balances = ReadonlyMap<string, Balance>;
type Positions = ReadonlyMap<string, Position>;

/** Finds what changed in one account. */
export class ChangeDetector {
  readonly #threshold: Big;
  readonly #currency: string;

  constructor(rule: ChangeRule) {
    this.#threshold = new Big(rule.threshold);
    this.#currency = rule.currency;
  }

  /**
   * What `after` says that `before` does not; `undefined` when nothing is worth a write. `before` is the reading last
   * published, not the one last read, so that small steps add up to a change.
   */
  detect(before: AccountReading, after: AccountReading): AccountChange | undefined {
    if (hasSameParts(before, after)) return undefined;
    const structure = diffPositions(before.positions, after.positions);
    if (structure) return { structure };
    return this.#figuresMoved(before, after) ? {} : undefined;
  }

  #figuresMoved(before: AccountReading, after: AccountReading): boolean {
    for (const name of moneyFigures) {
      if (passes(before.figures[name], after.figures[name], this.#threshold)) return true;
    }
    return this.#marksMoved(before.positions, after.positions) || this.#balancesMoved(before.balances, after.balances);
  }

  #marksMoved(before: Positions, after: Positions): boolean {
    if (before === after) return false;
    for (const [id, position] of after) {
      const known = before.get(id);
      for (const name of moneyMarks) if (passes(known?.[name], position[name], this.#threshold)) return true;
    }
    return false;
  }

  #balancesMoved(before: Balances, after: Balances): boolean {
    if (before === after) return false;
    if (before.size !== after.size) return true;
    for (const [currency, balance] of after) {
      const known = before.get(currency);
      if (!known) return true;
      const moved =
        currency === this.#currency
          ? passes(known.total, balance.total, this.#threshold) || passes(known.locked, balance.locked, this.#threshold)
          : differs(known.total, balance.total) || differs(known.locked, balance.locked);
      if (moved) return true;
    }
    return false;
  }
}
