import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Firestore } from '@google-cloud/firestore';
import { openFirestore } from '../../worker/src/store/firestore.ts';
import { publishWeb, projectId } from '../../scripts/stack/emulators.ts';
import { choosePorts, portsFrom } from '../../scripts/stack/ports.ts';
import { startStack, webConfigOf, type Stack, type StackOptions } from '../../scripts/stack/stack.ts';
import { buildWebIfStale } from '../../scripts/stack/builds.ts';
import type { BenchScope } from './run-bench.ts';

export const root = path.join(import.meta.dirname, '..', '..');

/** Far from the ports of a running desk and of the tests. */
const firstPort = Number(process.env['TAPEDECK_BENCH_PORT'] ?? 21_500);

type Parts = Pick<StackOptions, 'emulators' | 'worker' | 'simulator' | 'seed' | 'env'>;

/** Starts the named parts for one bench, on free ports, without any data of earlier runs. */
export async function startBenchStack(scope: BenchScope, name: string, parts: Parts): Promise<Stack> {
  const ports = await choosePorts(portsFrom(firstPort));
  const verbose = process.argv.includes('--verbose');
  const stack = await startStack({
    name: `bench-${name}`,
    ports,
    log: (part, line) => {
      if (verbose) scope.say(`${part}: ${line}`);
    },
    ...parts,
  });
  scope.onEnd(() => stack.stop());
  Object.assign(process.env, stack.env);
  return stack;
}

/** Firestore alone, for benches that need no other part. */
export function startFirestore(scope: BenchScope, name: string): Promise<Stack> {
  return startBenchStack(scope, name, { emulators: ['firestore'], worker: false, simulator: false, seed: false });
}

/** The whole desk with the built web app. */
export async function startDesk(scope: BenchScope, name: string, parts: Parts = {}): Promise<Stack> {
  if (await buildWebIfStale(() => {})) scope.say('web app built');
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

/** The flags of Node that `npm start` of the worker uses. */
export function workerFlags(): string[] {
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'worker', 'package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  return scripts.start.split(' ').filter((word) => word.startsWith('--'));
}
