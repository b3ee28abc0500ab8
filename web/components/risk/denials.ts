import type { ActivityDocument } from '@tapedeck/core/documents/desk-records';
import type { DenialCode } from '@tapedeck/core/risk/denial';
import type { Activity } from '@/live/activity.ts';

const titles: Record<DenialCode, string> = {
  'trading-halted': 'Trading is halted',
  'trading-reducing': 'Entries are paused',
  role: 'Role may not trade',
  'instrument-unknown': 'Instrument unknown',
  'instrument-not-trading': 'Instrument not trading',
  'quantity-zero': 'Quantity comes to zero',
  'off-tick': 'Price off the tick size',
  'off-step': 'Quantity off the step size',
  'below-min-quantity': 'Below the least quantity',
  'above-max-quantity': 'Above the largest quantity',
  'below-min-notional': 'Below the least value',
  'price-band': 'Price outside the band',
  'trigger-passed': 'Trigger price passed already',
  'protection-wrong-side': 'Stop or target on the wrong side',
  'order-notional': 'Order value over the limit',
  'position-notional': 'Position value over the limit',
  'leverage-cap': 'Leverage over the limit',
  'daily-loss': 'Daily loss reached',
  'open-orders': 'Too many open orders',
  'rate-budget': 'Request rate used up',
  'price-unknown': 'No price known',
  'price-stale': 'Price too old',
  'account-stale': 'Account read too long ago',
  unreconciled: 'Not compared with the venue yet',
  'insufficient-margin': 'Margin short',
  'insufficient-balance': 'Balance short',
  'figure-unknown': 'A figure is unknown',
};

/** Orders that were denied for one reason. */
export interface DenialGroup {
  readonly code: DenialCode;
  readonly title: string;
  readonly count: number;
  /** The newest of them. */
  readonly last: Activity;
  readonly message: string;
}

interface StoredDenial {
  readonly code: DenialCode;
  readonly message: string;
}

/** Denied orders by reason, the most frequent first; an order that was denied for two reasons counts for both. */
export function groupDenials(entries: readonly Activity[]): readonly DenialGroup[] {
  const groups = new Map<DenialCode, DenialGroup>();
  for (const entry of entries) {
    for (const { code, message } of denialsOf(entry)) {
      const known = groups.get(code);
      const last = known && known.last.atMs >= entry.atMs ? known : { last: entry, message };
      groups.set(code, { code, title: titles[code], count: (known?.count ?? 0) + 1, ...pick(last) });
    }
  }
  return [...groups.values()].toSorted((a, b) => b.count - a.count || b.last.atMs - a.last.atMs);
}

function pick({ last, message }: Pick<DenialGroup, 'last' | 'message'>): Pick<DenialGroup, 'last' | 'message'> {
  return { last, message };
}

/** The gates' denials that ended a command, as its activity keeps them. */
export function denialsOf(entry: Pick<ActivityDocument, 'details' | 'result'>): readonly StoredDenial[] {
  const result = entry.details?.['result'];
  const found = entry.result === 'rejected' && isRecord(result) ? result['denials'] : undefined;
  return Array.isArray(found) ? found.filter(isDenial) : [];
}

function isDenial(value: unknown): value is StoredDenial {
  return (
    isRecord(value) &&
    typeof value['code'] === 'string' &&
    Object.hasOwn(titles, value['code']) &&
    typeof value['message'] === 'string'
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
