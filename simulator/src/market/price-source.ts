/** One minute of a coin's price in its quote currency, before it is rounded to an instrument's tick. */
export interface SourceMinute {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** In base units. */
  readonly volume: number;
}

/** Where prices come from: a generator or a recorded file. The same minute is always answered with the same figures. */
export interface PriceSource {
  /** `minute` counts from the epoch, in market time. */
  minuteOf(base: string, minute: number): SourceMinute;
  /** The whole UTC day; `day` counts from the epoch, in market time. */
  dayOf(base: string, day: number): SourceMinute;
}

/** Joins minutes that follow one another. */
export function joinMinutes(parts: readonly SourceMinute[]): SourceMinute {
  const [first] = parts;
  const last = parts.at(-1);
  if (!first || !last) throw new RangeError('No minutes to join.');
  let { high, low } = first;
  let volume = 0;
  for (const part of parts) {
    if (part.high > high) high = part.high;
    if (part.low < low) low = part.low;
    volume += part.volume;
  }
  return { open: first.open, high, low, close: last.close, volume };
}
