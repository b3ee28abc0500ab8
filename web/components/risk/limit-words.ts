import type { RiskLimitName } from '@tapedeck/core/risk/limits';
import { formatDecimal, formatMoney, unknownFigure } from '@/format/numbers.ts';

/** What a limit is measured in: how it is shown and typed. */
export type LimitUnit = 'money' | 'times' | 'count' | 'percent' | 'seconds';

export interface LimitWords {
  readonly title: string;
  readonly unit: LimitUnit;
  /** What it does and what happens at it. */
  readonly help: string;
}

export const limitWords: Record<RiskLimitName, LimitWords> = {
  maxOrderNotional: {
    title: 'Order value',
    unit: 'money',
    help: 'The most that one order may be worth. A larger one is denied.',
  },
  maxPositionNotional: {
    title: 'Position value',
    unit: 'money',
    help: 'The most that the position in one instrument may be worth, with its open orders filled.',
  },
  maxLeverage: {
    title: 'Leverage',
    unit: 'times',
    help: 'The highest leverage setting that an instrument may be traded with.',
  },
  maxDailyLoss: {
    title: 'Daily loss',
    unit: 'money',
    help: 'A loss since 00:00 UTC, realised or not, at which entries end for the day. Closing stays possible.',
  },
  maxOpenOrders: {
    title: 'Open orders',
    unit: 'count',
    help: 'Orders that may be open on the account at once, stops and targets included.',
  },
  priceBandRatio: {
    title: 'Price band',
    unit: 'percent',
    help: 'How far past the mark price a limit price may pay too much or sell too cheap.',
  },
  entryRateRatio: {
    title: 'Rate for entries',
    unit: 'percent',
    help: 'Share of the venue’s request limit that entries may use. The rest is kept for exits.',
  },
  maxPriceAgeMs: {
    title: 'Price age',
    unit: 'seconds',
    help: 'The oldest price that an entry may be sent on.',
  },
  approvalNotional: {
    title: 'Approval from',
    unit: 'money',
    help: 'An order worth more than this waits until a second member approves it.',
  },
};

/** What stands behind a figure of this unit. */
export function unitName(unit: LimitUnit, currency: string): string {
  return { money: currency, times: '×', count: 'count', percent: '%', seconds: 's' }[unit];
}

type Stored = string | number | undefined;

/** A stored limit as people type it: `0.05` of a ratio is `5`, 5000 ms are `5`. */
export function toTyped(name: RiskLimitName, value: Stored): string {
  if (value === undefined) return '';
  const { unit } = limitWords[name];
  if (unit === 'percent') return shiftPoint(String(value), 2);
  if (unit === 'seconds') return shiftPoint(String(value), -3);
  return String(value);
}

/** A limit with its unit: `25,000.00 USDT`, `10×`, `5%`. */
export function formatLimit(name: RiskLimitName, value: Stored, currency: string): string {
  if (value === undefined) return unknownFigure;
  const typed = toTyped(name, value);
  switch (limitWords[name].unit) {
    case 'money':
      return `${formatMoney(typed, currency)} ${currency}`;
    case 'times':
      return `${typed}×`;
    case 'count':
      return formatDecimal(typed, 0);
    case 'percent':
      return `${typed}%`;
    case 'seconds':
      return `${typed} s`;
  }
}

/** A decimal with its point moved to the right by `places`, exactly; to the left when negative. */
export function shiftPoint(text: string, places: number): string {
  const [whole = '', fraction = ''] = text.split('.');
  const digits = `${'0'.repeat(Math.max(0, -places))}${whole}${fraction}${'0'.repeat(Math.max(0, places))}`;
  const point = Math.max(0, -places) + whole.length + places;
  const left = digits.slice(0, point).replace(/^0+(?=\d)/, '') || '0';
  const right = digits.slice(point).replace(/0+$/, '');
  return right === '' ? left : `${left}.${right}`;
}
