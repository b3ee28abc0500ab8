import { apiErrors } from '../http/api-error.ts';
import type { Params } from '../http/params.ts';

const weekMs = 7 * 86_400_000;

/** The time window of a list of history: a week back unless it says otherwise, a week long at most. */
export function historyWindow(params: Params, nowMs: number): { fromMs: number; untilMs: number } {
  const start = params.integer('startTime');
  const end = params.integer('endTime');
  const untilMs = end ?? (start === undefined ? nowMs + 1 : start + weekMs);
  const fromMs = start ?? untilMs - weekMs;
  if (untilMs - fromMs > weekMs)
    throw apiErrors.parameter('The time range between startTime and endTime cannot exceed 7 days');
  if (untilMs < fromMs) throw apiErrors.parameter('startTime cannot be later than endTime');
  return { fromMs, untilMs };
}

/**
 * One page of rows that stand newest first. The cursor names the last row of the page before, so that rows that arrive
 * meanwhile neither repeat nor hide one.
 */
export function pageOf<T>(
  rows: readonly T[],
  params: Params,
  sizes: { fallback: number; max: number },
  keyOf: (row: T) => string,
): { list: readonly T[]; nextPageCursor: string } {
  const limit = params.limit(sizes.fallback, sizes.max);
  const cursor = params.text('cursor');
  const after = cursor === undefined ? -1 : rows.findIndex((row) => keyOf(row) === decodeURIComponent(cursor));
  if (cursor !== undefined && after === -1) throw apiErrors.parameter('cursor invalid');
  const list = rows.slice(after + 1, after + 1 + limit);
  const last = list.at(-1);
  const more = after + 1 + limit < rows.length;
  return { list, nextPageCursor: more && last ? encodeURIComponent(keyOf(last)) : '' };
}
