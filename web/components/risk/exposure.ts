import { addDecimals, compareDecimals, subtractDecimals, type Decimal } from '@tapedeck/core/decimal-arithmetic';
import type { PositionSide, PositionSlot } from '@tapedeck/core/model/position';

/** A position as risk sees it. */
export interface HeldPosition {
  readonly accountId: string;
  readonly instrumentId: string;
  readonly slot: PositionSlot;
  readonly side: PositionSide;
  readonly quantity: Decimal;
  /** At the mark price, in the settle currency; absent without a mark. */
  readonly value: Decimal | undefined;
  readonly currency: string;
  readonly leverage: Decimal | undefined;
}

/** What stands long and short under one name, in one currency; unknown when a part of it is. */
export interface ExposureRow {
  readonly key: string;
  readonly currency: string;
  readonly long: Decimal | undefined;
  readonly short: Decimal | undefined;
  /** Long less short. */
  readonly net: Decimal | undefined;
  /** Long and short together. */
  readonly gross: Decimal | undefined;
}

type Sums = Pick<ExposureRow, 'key' | 'currency' | 'long' | 'short'>;

/** Sums positions under the name that `keyOf` gives, the largest gross first. */
export function sumExposure(
  positions: readonly HeldPosition[],
  keyOf: (position: HeldPosition) => string,
): readonly ExposureRow[] {
  const sums = new Map<string, Sums>();
  for (const position of positions) {
    const { currency, side, value } = position;
    const key = keyOf(position);
    const id = `${key}|${currency}`;
    const sum = sums.get(id) ?? { key, currency, long: '0', short: '0' };
    const known = sum[side];
    sums.set(id, {
      ...sum,
      [side]: known === undefined || value === undefined ? undefined : addDecimals(known, value),
    });
  }
  return [...sums.values()].map(toRow).toSorted(byGross);
}

function toRow(sums: Sums): ExposureRow {
  const { long, short } = sums;
  const known = long !== undefined && short !== undefined;
  return {
    ...sums,
    net: known ? subtractDecimals(long, short) : undefined,
    gross: known ? addDecimals(long, short) : undefined,
  };
}

/** An unknown sum stands on top: it may be the largest. */
function byGross(a: ExposureRow, b: ExposureRow): number {
  if (a.gross === undefined || b.gross === undefined)
    return Number(b.gross === undefined) - Number(a.gross === undefined);
  return compareDecimals(b.gross, a.gross) || a.key.localeCompare(b.key);
}
