import type { VenueAccount } from '@/live/simulator-control.ts';

export interface FaultChoice {
  readonly kind: string;
  readonly label: string;
  /** What to expect on the page. */
  readonly effect: string;
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Faults that show well what the desk does about them; the simulator knows more. */
export const faultChoices: readonly FaultChoice[] = [
  { kind: 'latency', label: 'Slow answers (800 ms)', effect: 'Polls take longer.', settings: { latencyMs: 800 } },
  { kind: 'silent-streams', label: 'Silent streams', effect: 'Pushes stop; polling keeps the figures true.' },
  { kind: 'drop-streams', label: 'Dropped streams', effect: 'Streams are cut and refused.' },
  {
    kind: 'http-error',
    label: 'HTTP 502',
    effect: 'Every request fails; figures go stale.',
    settings: { status: 502 },
  },
  { kind: 'rate-limit', label: 'Rate limit', effect: 'Requests are refused as too many.' },
  { kind: 'maintenance', label: 'Maintenance', effect: 'The venue is closed: no answers, no streams.' },
];

export function faultLabel(kind: string): string {
  return faultChoices.find((choice) => choice.kind === kind)?.label ?? kind.replaceAll('-', ' ');
}

/** What may be opened at the venue, with a size that every demo account can afford. */
const sizes: readonly (readonly [symbol: string, size: string])[] = [
  ['AVAXUSDT', '5'],
  ['ADAUSDT', '200'],
  ['BTCUSDT', '0.01'],
  ['ETHUSDT', '0.1'],
  ['SOLUSDT', '2'],
  ['XRPUSDT', '100'],
];

export interface VenueTrade {
  readonly symbol: string;
  readonly size: string;
}

/** The first that the account does not hold; undefined when it holds all of them. */
export function nextToOpen(account: VenueAccount): VenueTrade | undefined {
  const held = new Set(account.positions.map(({ symbol }) => symbol));
  const found = sizes.find(([symbol]) => !held.has(symbol));
  return found && { symbol: found[0], size: found[1] };
}

/** What was opened from here last, else the account's last position. */
export function nextToClose(account: VenueAccount, opened: readonly string[]): string | undefined {
  const held = account.positions.map(({ symbol }) => symbol);
  return opened.findLast((symbol) => held.includes(symbol)) ?? held.at(-1);
}
