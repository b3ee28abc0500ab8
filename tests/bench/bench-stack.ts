import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Firestore } from '@google-cloud/firestore';
import { openFirestore } from '../../worker/src/store/firestore.ts';
import { publishWeb, projectId } from '../../scripts/stack/emulators.ts';
import { choosePorts, portsFrom, type Ports } from '../../scripts/stack/ports.ts';
import { createStack, webConfigOf, type Stack, type StackOptions } from '../../scripts/stack/stack.ts';
import { buildWebIfStale } from '../../scripts/stack/builds.ts';
import type { BenchScope } from './run-bench.ts';

export const root = path.join(import.meta.dirname, '..', '..');

// Where there is no cloud, asking for its metadata server only costs time.
process.env['METADATA_SERVER_DETECTION'] = 'none';

/** Far from the ports of a running desk and of the tests. */
const firstPort = Number(process.env['TAPEDECK_BENCH_PORT'] ?? 21_500);

interface Parts extends Pick<StackOptions, 'emulators' | 'worker' | 'simulator' | 'seed' | 'env'> {
  /** Parts that the bench kills; the death of any other ends it. */
  readonly mayDie?: readonly string[];
  /** Chosen beforehand with `benchPorts`. */
  readonly ports?: Ports;
  /** Where the simulator keeps its state, so that it comes back as it was. */
  readonly simulatorDataDir?: string;
}

/** Free ports for one stack. */
export function benchPorts(): Promise<Ports> {
  return choosePorts(portsFrom(firstPort));
}

/** A folder that is gone when the bench is over. */
export function temporaryFolder(scope: BenchScope, name: string): string {
  const folder = path.join(root, '.tapedeck', 'bench', `${name}-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  scope.onEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts the named parts for one bench, on free ports, without any data of earlier runs. */
export async function startBenchStack(scope: BenchScope, name: string, parts: Parts): Promise<Stack> {
  const { mayDie = [], ports = await benchPorts(), simulatorDataDir, env, ...rest } = parts;
  const verbose = process.argv.includes('--verbose');
  const stack = createStack({
    name: `bench-${name}`,
    ports,
    log: (part, line) => {
      if (verbose) scope.say(`${part}: ${line}`);
    },
    onDeath: (part, how) => {
      if (!mayDie.includes(part)) scope.fail(`${part} ended (${how})`);
    },
    env: {
      ...env,
      ...(simulatorDataDir ? { TAPEDECK_SIMULATOR_STATE: path.join(simulatorDataDir, 'simulator.json') } : {}),
    },
    ...rest,
  });
  scope.onEnd(() => stack.stop());
  await stack.start();
  Object.assign(process.env, stack.env);
  return stack;
}

/** Firestore alone, for benches that need no other part. */
export function startFirestore(scope: BenchScope, name: string): Promise<Stack> {
  return startBenchStack(scope, name, { emulators: ['firestore'], worker: false, simulator: false, seed: false });
}

/** The whole desk with the web app; `--as-built` takes the last build even if its sources have changed since. */
export async function startDesk(scope: BenchScope, name: string, parts: Parts = {}): Promise<Stack> {
  const asBuilt = process.argv.includes('--as-built');
  if (!asBuilt && (await buildWebIfStale(() => {}))) scope.say('web app built');
  const stack = await startBenchStack(scope, name, { emulators: ['auth', 'firestore', 'hosting'], ...parts });
  publishWeb(`bench-${name}`, webConfigOf(stack.ports));
  scope.say(`desk stands at ${stack.webUrl}`);
  return stack;
}

/** A server-side client of the stack that was started last. */
export function openBenchFirestore(scope: BenchScope): Firestore {
  const db = openFirestore(projectId);
  scope.onEnd(() => db.terminate());
  return db;
}
