const spanMs = 60_000;
const maxSamples = 240;

export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
}

/** Where windows sort, one after the other: a thousand accounts need no array each. */
const scratch = new Float64Array(maxSamples);

/** The latencies of the last minute, newest kept when there are many. */
export class LatencyWindow {
  /** When each sample came, followed by its value: side by side, so that a sample touches one place of the memory. */
  readonly #samples: number[] = [];
  #next = 0;

  add(valueMs: number, nowMs: number): void {
    this.#samples[2 * this.#next] = nowMs;
    this.#samples[2 * this.#next + 1] = valueMs;
    this.#next = (this.#next + 1) % maxSamples;
  }

  /** `undefined` without a sample in the last minute. */
  percentiles(nowMs: number): Percentiles | undefined {
    let count = 0;
    // From the newest back: samples stand in the order in which they came.
    for (let back = 1; 2 * back <= this.#samples.length; back += 1) {
      const index = 2 * ((this.#next - back + maxSamples) % maxSamples);
      if (nowMs - (this.#samples[index] ?? 0) > spanMs) break;
      scratch[count++] = this.#samples[index + 1] ?? 0;
    }
    if (count === 0) return undefined;
    const sorted = scratch.subarray(0, count).toSorted();
    const at = (share: number) => round(sorted[Math.min(count - 1, Math.floor(share * count))] ?? 0);
    return { p50: at(0.5), p95: at(0.95) };
  }
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
