import { report, type Figures, type Target } from './figures.ts';

export interface Bench {
  readonly name: string;
  /** The bench fails when it is not done by then. */
  readonly limitS: number;
  readonly targets?: readonly Target[];
}

/** What a bench has started; it ends with the bench, whatever happens. */
export interface BenchScope {
  /** Ends are called in the reverse order. */
  onEnd(end: () => unknown): void;
  /** One line for people. */
  say(line: string): void;
  /** Ends the bench as failed. */
  fail(reason: string): void;
}

/** Runs a bench to its report, then ends everything it started: also when it fails, takes too long or is interrupted. */
export async function runBench(bench: Bench, measure: (scope: BenchScope) => Promise<Figures>): Promise<never> {
  const ends: (() => unknown)[] = [];
  const startedMs = performance.now();
  let interrupt: (reason: Error) => void = () => {};
  const interrupted = new Promise<never>((_, reject) => {
    interrupt = reject;
  });
  const scope: BenchScope = {
    onEnd: (end) => ends.push(end),
    say: (line) => console.log(`  ${((performance.now() - startedMs) / 1000).toFixed(1).padStart(6)} s  ${line}`),
    fail: (reason) => interrupt(new Error(reason)),
  };
  let exitCode = 0;
  const late = setTimeout(() => interrupt(new Error(`not done after ${bench.limitS} s`)), bench.limitS * 1_000);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupt(new Error(signal)));
  try {
    const figures = await Promise.race([measure(scope), interrupted]);
    report(bench.name, figures, bench.targets);
  } catch (error) {
    exitCode = 1;
    console.error(error);
  }
  clearTimeout(late);
  for (const end of ends.toReversed()) {
    try {
      await Promise.race([end(), sleep(15_000)]);
    } catch (error) {
      console.error(error);
    }
  }
  process.exit(exitCode);
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Asks until the answer is no longer `undefined`; fails after `limitMs`. */
export async function until<Answer>(
  what: string,
  ask: () => Promise<Answer | undefined> | Answer | undefined,
  { limitMs = 60_000, everyMs = 50 } = {},
): Promise<Answer> {
  const endMs = performance.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > endMs) throw new Error(`Waited ${limitMs / 1000} s in vain for ${what}.`);
    await sleep(everyMs);
  }
}
