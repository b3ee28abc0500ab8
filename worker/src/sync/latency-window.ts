const spanMs = 60_000;
const maxSamples = 240;

export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
}

/** The latencies of the last minute, newest kept when there are many. */
export class LatencyWindow {
  readonly #atMs: number[] = [];
  readonly #values: number[] = [];
  #next = 0;

  add(valueMs: number, nowMs: number): void {
    this.#atMs[this.#next] = nowMs;
    this.#values[this.#next] = valueMs;
    this.#next = (this.#next + 1) % maxSamples;
  }

  /** `undefined` without a sample in the last minute. */
  percentiles(nowMs: number): Percentiles | undefined {
    const sorted = this.#values
      .filter((_, index) => nowMs - (this.#atMs[index] ?? 0) <= spanMs)
      .toSorted((a, b) => a - b);
    if (sorted.length === 0) return undefined;
    const at = (share: number) => round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
    return { p50: at(0.5), p95: at(0.95) };
  }
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
