import { toDay } from '@tapedeck/core/documents';
import type { AccountEquity, EquityPoint } from './equity.ts';
import type { CopyForm } from './saved-copy.ts';

/** Points kept of a curve: enough for its shape on a phone, and small enough for many accounts. */
const keptPoints = 240;

/** How a curve is kept on this device: fewer points, and when it is read again only those since `fromDay`. */
export function equityCopy(fromDay: string): CopyForm<AccountEquity | undefined> {
  return {
    flatten: (curve) => curve && { ...curve, points: thin(curve.points) },
    revive(stored) {
      const { accountId, currency, points } = stored as AccountEquity;
      const shown = points.filter(({ atMs }) => toDay(atMs) >= fromDay);
      return shown.length === 0 ? undefined : { accountId, currency, points: shown };
    },
  };
}

/** Every so many points, with the first of each day, from which a day's P&L is counted, and the last. */
function thin(points: readonly EquityPoint[]): readonly EquityPoint[] {
  const step = Math.ceil(points.length / keptPoints);
  return points.filter(({ atMs }, index) => {
    const before = points[index - 1];
    const beginsDay = before === undefined || toDay(before.atMs) !== toDay(atMs);
    return index % step === 0 || index === points.length - 1 || beginsDay;
  });
}
