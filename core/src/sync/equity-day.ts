import type { EquityDayDocument } from '../documents/desk-records.ts';
import { toDay } from '../documents.ts';
import type { AccountFigures } from '../model/account.ts';

/** Interval of the regular points of the equity curve. */
export const equityPointMs = 60_000;
/** Of the points in one such span the newest stays, so that a busy day keeps far below a document's 1 MiB. */
const equitySpanMs = 10_000;

/**
 * The day with a point for `atMs` added. A second point within ten seconds takes the place of the first. A new day starts a new document; without a known equity nothing is added.
 */
export function addEquityPoint(
  day: EquityDayDocument | undefined,
  point: { readonly atMs: number; readonly figures: AccountFigures; readonly currency: string },
): EquityDayDocument | undefined {
  const { equity, walletBalance } = point.figures;
  if (equity === undefined) return day;
  const name = toDay(point.atMs);
  const known = day?.day === name ? day : undefined;
  const lastMs = known?.atMs.at(-1);
  if (known && lastMs !== undefined && point.atMs < lastMs) return known;
  const sameSpan = lastMs !== undefined && Math.floor(lastMs / equitySpanMs) === Math.floor(point.atMs / equitySpanMs);
  const keep = sameSpan ? -1 : undefined;
  return {
    day: name,
    currency: point.currency,
    atMs: [...(known?.atMs.slice(0, keep) ?? []), point.atMs],
    equity: [...(known?.equity.slice(0, keep) ?? []), equity],
    walletBalance: [...(known?.walletBalance.slice(0, keep) ?? []), walletBalance ?? null],
  };
}
