import { compareDecimals } from '@tapedeck/core/decimal-arithmetic';
import { riskLimitNames, type RiskLimitName } from '@tapedeck/core/risk/limits';
import type { LimitChanges, RiskLimits } from '@tapedeck/core/risk/limits-schema';
import { limitWords, shiftPoint, toTyped } from './limit-words.ts';

/** Limits as they stand in the form: text in people's units, empty for none. */
export type LimitsForm = Readonly<Record<RiskLimitName, string>>;
export type LimitErrors = Readonly<Partial<Record<RiskLimitName, string>>>;

/** One limit as it is and as it would be. */
export interface LimitChange {
  readonly name: RiskLimitName;
  readonly before: string | number | undefined;
  readonly after: string | number | undefined;
  /** Whether more could be lost under it than before. */
  readonly isLooser: boolean;
}

export function toLimitsForm(limits: RiskLimits): LimitsForm {
  return Object.fromEntries(riskLimitNames.map((name) => [name, toTyped(name, limits[name])])) as LimitsForm;
}

/** What is wrong with the form, by field, each as a sentence that says what would be right. */
export function checkLimits(form: LimitsForm): LimitErrors {
  return Object.fromEntries(
    riskLimitNames.flatMap((name) => {
      const error = form[name].trim() === '' ? undefined : errorOf(name, form[name].trim());
      return error === undefined ? [] : [[name, error]];
    }),
  );
}

function errorOf(name: RiskLimitName, typed: string): string | undefined {
  const isNumber = /^\d+(?:\.\d{1,8})?$/.test(typed) && typed.length <= 18;
  const value = Number(typed);
  switch (limitWords[name].unit) {
    case 'money':
      return isNumber && value > 0 ? undefined : 'Enter an amount above zero, such as 25000.';
    case 'times':
      return isNumber && value > 0 ? undefined : 'Enter a number above zero, such as 5.';
    case 'count':
      return /^\d+$/.test(typed) && value >= 1 && value <= 10_000 ? undefined : 'Enter a whole number from 1 to 10000.';
    case 'percent':
      return isNumber && value > 0 && value <= 100 ? undefined : 'Enter a percentage above 0, up to 100.';
    case 'seconds':
      return /^\d+(?:\.\d{1,3})?$/.test(typed) && value >= 0.5 && value <= 60
        ? undefined
        : 'Enter seconds from 0.5 to 60.';
  }
}

/** What is typed, as it is stored. */
function toStored(name: RiskLimitName, typed: string): string | number | undefined {
  if (typed === '') return undefined;
  const plain = shiftPoint(typed, 0);
  switch (limitWords[name].unit) {
    case 'percent':
      return shiftPoint(plain, -2);
    case 'seconds':
      return Number(shiftPoint(plain, 3));
    case 'count':
      return Number(plain);
    case 'money':
    case 'times':
      return plain;
  }
}

/** What a valid form changes. `emptyMeans` is what an emptied field falls back to: of a desk the default, of an account none. */
export function changesOfForm(form: LimitsForm, before: RiskLimits, emptyMeans: RiskLimits): readonly LimitChange[] {
  return riskLimitNames.flatMap((name) => {
    const after = toStored(name, form[name].trim()) ?? emptyMeans[name];
    const known = before[name];
    const isSame = after === known || (after !== undefined && known !== undefined && isEqual(after, known));
    return isSame ? [] : [{ name, before: known, after, isLooser: isLooser(known, after) }];
  });
}

function isEqual(a: string | number, b: string | number): boolean {
  return compareDecimals(String(a), String(b)) === 0;
}

/** A higher limit or none lets more through, whichever limit it is. */
function isLooser(before: string | number | undefined, after: string | number | undefined): boolean {
  if (before === undefined) return false;
  return after === undefined || compareDecimals(String(after), String(before)) > 0;
}

/** The command's part for these changes; an emptied field is removed. */
export function toLimitChanges(changes: readonly LimitChange[], form: LimitsForm): LimitChanges {
  return Object.fromEntries(
    changes.map(({ name, after }) => [name, form[name].trim() === '' ? null : (after ?? null)]),
  );
}
