/** What every bench ends with: a table for people, then one line of JSON for programs. */
export type Figures = Record<string, number>;

export interface Target {
  readonly figure: string;
  readonly atMost: number;
}

export function report(bench: string, figures: Figures, targets: readonly Target[] = []): void {
  for (const [figure, value] of Object.entries(figures)) {
    const target = targets.find((candidate) => candidate.figure === figure);
    const verdict = target ? `  target ≤ ${target.atMost}: ${value <= target.atMost ? 'met' : 'MISSED'}` : '';
    console.log(`  ${figure.padEnd(24)} ${String(value).padStart(10)}${verdict}`);
  }
  console.log(JSON.stringify({ bench, figures }));
}

/** The value below which `fraction` of the samples lie (nearest rank). */
export function percentile(samples: readonly number[], fraction: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const rank = Math.min(sorted.length - 1, Math.max(0, Math.ceil(fraction * sorted.length) - 1));
  const value = sorted[rank];
  if (value === undefined) throw new Error('A percentile needs at least one sample.');
  return value;
}

export function median(samples: readonly number[]): number {
  return percentile(samples, 0.5);
}

export function round(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}
