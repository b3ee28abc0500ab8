import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.join(import.meta.dirname, '..', '..');
const bin = (name: string, file: string): string => path.join(root, 'node_modules', name, file);

export interface Tally {
  passed: number;
  failed: number;
}

export class StepFailed extends Error {}

/** Runs Node on `args` with its output shown; throws StepFailed when it fails. */
export async function runStep(title: string, args: readonly string[], env: Record<string, string> = {}): Promise<void> {
  const since = performance.now();
  console.log(`\n▸ ${title}`);
  const code = await new Promise<number>((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    });
    child.once('error', reject);
    child.once('exit', (status) => resolve(status ?? 1));
  });
  const seconds = ((performance.now() - since) / 1000).toFixed(1);
  if (code !== 0) throw new StepFailed(`${title} failed after ${seconds} s`);
  console.log(`  ${title}: ${seconds} s`);
}

/** Types, boundaries, lint and format. */
export async function checkSources(): Promise<void> {
  await runStep('types', [bin('typescript', 'bin/tsc'), '-b']);
  await runStep('boundaries', [path.join(root, 'scripts', 'commands', 'boundaries.ts')]);
  await runStep('lint', [bin('oxlint', 'bin/oxlint'), '--type-aware', '--quiet']);
  await runStep('format', [bin('prettier', 'bin/prettier.cjs'), '--check', '--log-level', 'warn', '.']);
}

/** Runs the jest projects named and adds their counts to the tally. */
export async function runJest(
  projects: readonly string[],
  tally: Tally,
  env: Record<string, string> = {},
  args: readonly string[] = [],
): Promise<void> {
  const report = path.join(root, '.tapedeck', `jest-${projects[0]}.json`);
  const outcome = await runStep(
    `jest: ${projects.join(', ')}`,
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      bin('jest', 'bin/jest.js'),
      '--selectProjects',
      ...projects,
      '--json',
      '--outputFile',
      report,
      ...args,
    ],
    env,
  ).then(
    () => undefined,
    (error: unknown) => error,
  );
  const counts = JSON.parse(readFileSync(report, 'utf8')) as {
    numPassedTests: number;
    numFailedTests: number;
    numFailedTestSuites: number;
  };
  tally.passed += counts.numPassedTests;
  tally.failed += counts.numFailedTests || counts.numFailedTestSuites;
  if (outcome !== undefined) throw outcome;
}

/** Orders through a worker that is killed again and again, a short run; counts as one test. */
export async function runCrashTest(tally: Tally): Promise<void> {
  try {
    await runStep('crash', [path.join(root, 'tests', 'bench', 'crash.bench.ts'), '--short'], {});
    tally.passed += 1;
  } catch (error) {
    tally.failed += 1;
    throw error;
  }
}

/** Runs one part of `parts` of the browser tests, or the files named alone, and adds their counts to the tally. */
export async function runBrowserTests(
  tally: Tally,
  env: Record<string, string>,
  { part, parts, files }: { readonly part: number; readonly parts: number; readonly files: readonly string[] },
): Promise<void> {
  const report = path.join(root, '.tapedeck', `playwright-${part}.json`);
  const results = path.join(root, '.tapedeck', `browser-results-${part}`);
  const args = ['test', `--shard=${part}/${parts}`, `--output=${results}`, ...files];
  const outcome = await runStep(`browser, part ${part} of ${parts}`, [bin('@playwright/test', 'cli.js'), ...args], {
    ...env,
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
  }).then(
    () => undefined,
    (error: unknown) => error,
  );
  const { stats } = JSON.parse(readFileSync(report, 'utf8')) as {
    stats: { expected: number; unexpected: number; flaky: number };
  };
  tally.passed += stats.expected + stats.flaky;
  tally.failed += stats.unexpected;
  if (outcome !== undefined) throw outcome;
}
