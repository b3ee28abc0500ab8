import type { LimitChanges, LimitEdit, RiskLimits } from './limits-schema.ts';

export type RiskLimitName = keyof RiskLimits;

/** What binds a desk until somebody sets it otherwise. */
export const defaultDeskLimits = {
  maxOrderNotional: '25000',
  maxPositionNotional: '100000',
  maxLeverage: '10',
  maxDailyLoss: '2500',
  maxOpenOrders: 100,
  priceBandRatio: '0.05',
  entryRateRatio: '0.6',
  maxPriceAgeMs: 5_000,
  approvalNotional: '100000',
} as const satisfies Required<RiskLimits>;

export const riskLimitNames = Object.keys(defaultDeskLimits) as readonly RiskLimitName[];

function collect(valueOf: (name: RiskLimitName) => string | number | null | undefined): RiskLimits {
  const known = riskLimitNames.map((name) => [name, valueOf(name) ?? undefined] as const);
  return Object.fromEntries(known.filter(([, value]) => value !== undefined));
}

/** Of each limit the stricter one: an account can tighten its desk's limits, never loosen them. */
export function stricterLimits(desk: RiskLimits, account: RiskLimits): RiskLimits {
  return collect((name) => {
    const [ofDesk, ofAccount] = [desk[name], account[name]];
    if (ofDesk === undefined || ofAccount === undefined) return ofDesk ?? ofAccount;
    return Number(ofAccount) < Number(ofDesk) ? ofAccount : ofDesk;
  });
}

/** Limits after a change. Removing one puts the default back, if there is one: a desk is never without limits. */
export function changeLimits(before: RiskLimits, changes: LimitChanges, defaults: RiskLimits = {}): RiskLimits {
  return collect((name) => (changes[name] === undefined ? before[name] : (changes[name] ?? defaults[name])));
}

/** The limits that differ between the two sides of an edit. */
export function changedLimits(edit: Pick<LimitEdit, 'before' | 'after'>): RiskLimitName[] {
  return riskLimitNames.filter((name) => edit.before[name] !== edit.after[name]);
}
