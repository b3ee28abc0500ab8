import type { SourceMinute } from './price-source.ts';
import { hashNumbers } from './random.ts';

/** Prices change at most this often. */
export const tickMs = 200;
const lastTick = 60_000 / tickMs - 1;

/**
 * Where in a minute the price stands: from the open to the extremes (in an order that the hash decides) to the close,
 * reaching each of the four exactly and never leaving them.
 */
export function pathPrice(minute: SourceMinute, key: number, minuteIndex: number, tick: number): PathPrice {
  const bits = hashNumbers(key, minuteIndex);
  const rising = minute.close >= minute.open;
  const lowFirst = (bits & 7) === 0 ? !rising : rising;
  const firstTick = 20 + ((bits >>> 3) % 120);
  const secondTick = 160 + ((bits >>> 11) % 120);
  const first = lowFirst ? minute.low : minute.high;
  const second = lowFirst ? minute.high : minute.low;
  if (tick <= 0) return still(minute.open);
  if (tick === firstTick) return still(first);
  if (tick === secondTick) return still(second);
  if (tick >= lastTick) return still(minute.close);
  let smooth: number;
  if (tick < firstTick) smooth = between(minute.open, first, tick / firstTick);
  else if (tick < secondTick) smooth = between(first, second, (tick - firstTick) / (secondTick - firstTick));
  else smooth = between(second, minute.close, (tick - secondTick) / (lastTick - secondTick));
  const noise = (hashNumbers(key, minuteIndex, tick) / 0x100000000 - 0.5) * 0.3 * (minute.high - minute.low);
  return { last: Math.min(minute.high, Math.max(minute.low, smooth + noise)), smooth };
}

export interface PathPrice {
  /** Price of the last trade. */
  readonly last: number;
  /** The same without the noise of single trades: what index and mark price follow. */
  readonly smooth: number;
}

function still(price: number): PathPrice {
  return { last: price, smooth: price };
}

function between(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}
