import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { publishWeb } from '../stack/emulators.ts';
import { choosePorts, portsFrom } from '../stack/ports.ts';
import { startStack, webConfigOf, type StackOptions } from '../stack/stack.ts';
import { buildWebIfStale } from '../stack/builds.ts';
import { checkSources, root, runBrowserTests, runCrashTest, runJest, StepFailed, type Tally } from './steps.ts';

/**
 * `npm test`: sources, units, rules, integration, processes that are killed and cut off, a short crash run, browser. `npm run verify` is the same without the browser.
 * `npm test -- --browser NAME …` runs only the browser tests whose files are named so, all of them without a name.
 * Ends with one line that counts the tests.
 */
const args = process.argv.slice(2);
const withBrowser = !args.includes('--no-browser');
const onlyBrowser = args.includes('--browser');
const specs = args.filter((arg) => !arg.startsWith('--'));
const tally: Tally = { passed: 0, failed: 0 };
const since = performance.now();

async function withStack(
  options: Omit<StackOptions, 'ports'>,
  base: number,
  use: (env: Record<string, string>) => Promise<void>,
): Promise<void> {
  const ports = await choosePorts(portsFrom(base));
  console.log(`\n▸ starting ${options.name}`);
  const lines: string[] = [];
  const stack = await startStack({ ...options, ports, log: (part, line) => lines.push(`${part}: ${line}`) });
  try {
    if (options.emulators?.includes('hosting')) publishWeb(options.name, webConfigOf(ports));
    await use({ ...stack.env, TAPEDECK_WEB_URL: stack.webUrl, TAPEDECK_SIMULATOR_URL: stack.simulatorUrl });
  } catch (error) {
    console.error(`\nLast lines of ${options.name}:\n${lines.slice(-60).join('\n')}`);
    throw error;
  } finally {
    await stack.stop();
  }
}

async function main(): Promise<void> {
  mkdirSync(path.join(root, '.tapedeck'), { recursive: true });
  if (!onlyBrowser) await testWithoutBrowser();
  if (withBrowser) await testInBrowser();
}

async function testWithoutBrowser(): Promise<void> {
  await checkSources();
  await runJest(['core', 'simulator', 'worker', 'functions', 'scripts', 'web'], tally);
  // These start processes of their own and mostly wait, so that they run beside the rest.
  await allToTheEnd(
    runJest(['processes'], tally, { METADATA_SERVER_DETECTION: 'none' }, ['--runInBand']),
    testOnEmulators(),
  );
}

async function testOnEmulators(): Promise<void> {
  await withStack(
    {
      name: 'integration',
      emulators: ['auth', 'firestore', 'functions'],
      worker: false,
      simulator: false,
      seed: false,
    },
    22_000,
    // Now and then a listener that gRPC has closed keeps its connection for good: its stream still holds data that nobody reads.
    (env) => runJest(['rules', 'integration'], tally, env, ['--runInBand', '--forceExit']),
  );
  await runCrashTest(tally);
}

/** Rejects when one of them does, but only after the others have ended too: they have processes to stop. */
async function allToTheEnd(...tasks: readonly Promise<void>[]): Promise<void> {
  const outcomes = await Promise.allSettled(tasks);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

/** Each part of the tests has a whole desk of its own: they break it, and mostly wait for what comes of that. */
async function testInBrowser(): Promise<void> {
  console.log('\n▸ building the web app if its sources changed');
  await buildWebIfStale(() => {});
  const parts = specs.length > 0 ? 1 : 2;
  await allToTheEnd(...Array.from({ length: parts }, (_, index) => testPartInBrowser(index + 1, parts)));
}

async function testPartInBrowser(part: number, parts: number): Promise<void> {
  await withStack(
    {
      name: `browser-${part}`,
      emulators: ['auth', 'firestore', 'functions', 'hosting'],
      // Some tests bring a worker of their own.
      env: { TAPEDECK_UNSERVED_ACCOUNTS: 'leave' },
    },
    22_000 + 100 * part,
    (env) => runBrowserTests(tally, env, { part, parts, files: specs }),
  );
}

let failure: unknown;
try {
  await main();
} catch (error) {
  failure = error;
  console.error(error instanceof StepFailed ? `\n${error.message}` : error);
}
console.log(`\nTook ${((performance.now() - since) / 60_000).toFixed(1)} minutes.`);
console.log(`${tally.passed} passed, ${failure ? Math.max(1, tally.failed) : tally.failed} failed`);
process.exit(failure ? 1 : 0);
