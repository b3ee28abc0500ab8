/** A time of day in a sentence: "14:03:59 UTC". */
export function toClock(ms: number): string {
  return `${new Date(ms).toISOString().slice(11, 19)} UTC`;
}
