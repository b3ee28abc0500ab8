import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { AppError, type WebConfig } from '@tapedeck/core';
import { startChild, type Child } from './child.ts';
import { demoCredentials, demoPeople, seedDemo } from './demo.ts';
import { emulatorEnv, projectId, runFolderOf, saveEmulators, startEmulators, type EmulatorName } from './emulators.ts';
import type { Ports } from './ports.ts';
import { startScheduleClock } from './schedule-clock.ts';
import { sealingKeyFileIn } from './sealing.ts';
import { buildFunctions, buildWorker } from './builds.ts';
import { workerCommand } from './worker-command.ts';

const root = path.join(import.meta.dirname, '..', '..');
const workerFolder = path.join(root, 'worker');

/** From the beginning of a stop to the last process gone, saving included; what still runs then is killed. */
export const stopLimitMs = 4_500;
/** A worker's part of it: it ends what it has begun and hands its leases back. */
const workerStopMs = 2_000;
/** Kept from the saving for the emulators' own end. */
const emulatorStopMs = 600;

export type PartName = 'simulator' | 'emulators' | 'worker';
export type Log = (part: string, line: string) => void;

export interface StackOptions {
  /** Names the run folder; two stacks of one clone need two names. */
  readonly name: string;
  readonly ports: Ports;
  /** Folder of the data kept between runs; without it the stack starts empty. */
  readonly dataDir?: string;
  readonly emulators?: readonly EmulatorName[];
  readonly worker?: boolean;
  readonly simulator?: boolean;
  /** False leaves the desk, its people and accounts out. */
  readonly seed?: boolean;
  /** Restart a part when its sources change. */
  readonly watch?: boolean;
  readonly env?: Record<string, string>;
  readonly log?: Log;
  /** Called when a part ends without having been asked to. */
  readonly onDeath?: (part: string, how: string) => void;
}

export interface Stack {
  readonly ports: Ports;
  /** Environment for processes and tests that talk to this stack. */
  readonly env: Record<string, string>;
  readonly webUrl: string;
  readonly simulatorUrl: string;
  startWorker(id?: string, ports?: { health: number }): Child;
  startSimulator(): Child;
  /** The parts that run now, by name. */
  readonly parts: ReadonlyMap<string, Child>;
  stop(): Promise<void>;
}

export function webConfigOf(ports: Ports): WebConfig {
  return {
    firebase: { projectId, apiKey: 'demo' },
    region: 'us-central1',
    googleSignIn: false,
    emulators: { host: '127.0.0.1', auth: ports.auth, firestore: ports.firestore, functions: ports.functions },
    demo: {
      simulatorUrl: `http://127.0.0.1:${ports.simulator}`,
      people: demoPeople.map(({ name, role, email, password }) => ({ name, role, email, password })),
    },
  };
}

/** Starts everything and resolves when all of it answers; stops what had started when a part fails. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const stack = createStack(options);
  try {
    await stack.start();
  } catch (error) {
    await stack.stop();
    throw error;
  }
  return stack;
}

/** A stack that has not started yet, so that it can be stopped while it does. */
export function createStack(options: StackOptions): Stack & { start(): Promise<void> } {
  const { ports } = options;
  const log: Log = options.log ?? (() => {});
  const parts = new Map<string, Child>();
  const simulatorUrl = `http://127.0.0.1:${ports.simulator}`;
  const env = { ...emulatorEnv(ports), TAPEDECK_SIMULATOR_URL: simulatorUrl, ...options.env };
  const watch = options.watch ? ['--watch', '--watch-preserve-output'] : [];
  let stopping: Promise<void> | undefined;

  const keep = (key: string, child: Child): Child => {
    parts.set(key, child);
    void child.gone.then(() => {
      if (parts.get(key) === child) parts.delete(key);
    });
    return child;
  };
  const part = (key: string) => ({
    onLine: (line: string) => log(key, line),
    onDeath: (how: string) => {
      if (!stopping) options.onDeath?.(key, how);
    },
  });

  const startSimulator = (): Child => {
    if (options.dataDir) mkdirSync(options.dataDir, { recursive: true });
    return keep(
      'simulator',
      startChild('simulator', [...watch, path.join(root, 'simulator', 'src', 'main.ts')], {
        cwd: path.join(root, 'simulator'),
        env: {
          ...process.env,
          TAPEDECK_SIMULATOR_PORT: String(ports.simulator),
          ...(options.dataDir ? { TAPEDECK_SIMULATOR_STATE: path.join(options.dataDir, 'simulator.json') } : {}),
          ...options.env,
        },
        ready: /simulator ready/,
        ...part('simulator'),
      }),
    );
  };

  const { env: workerEnv, flags: workerFlags } = workerCommand();
  const startWorker = (id = 'worker-1', { health } = { health: ports.worker }): Child =>
    keep(
      id,
      startChild(
        id,
        // From its sources it carries a compiler, which the start script's small heap leaves no room for.
        options.watch
          ? [...watch, path.join(workerFolder, 'src', 'main.ts')]
          : [...workerFlags, path.join(workerFolder, 'build', 'main.js')],
        {
          cwd: workerFolder,
          env: {
            ...process.env,
            ...workerEnv,
            ...env,
            TAPEDECK_WORKER_NAME: id,
            TAPEDECK_HEALTH_PORT: String(health),
            TAPEDECK_ACCOUNT_CREDENTIALS: demoCredentials(),
            TAPEDECK_SEALING_KEY_FILE: sealingKeyFileIn(options.dataDir ?? runFolderOf(options.name)),
            ...options.env,
          },
          ready: /worker ready/,
          ...part(id),
        },
      ),
    );

  let stopClock = (): void => {};
  let isSeeded = false;
  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      const endMs = performance.now() + stopLimitMs;
      const leftMs = (): number => Math.max(0, Math.round(endMs - performance.now()));
      stopClock();
      const workers = [...parts.values()].filter((child) => child.name.startsWith('worker'));
      await Promise.all(workers.map((child) => child.stop(workerStopMs)));
      await Promise.all([
        parts.get('functions')?.stop(1_000),
        parts.get('simulator')?.stop(leftMs()),
        saveData(Math.max(0, leftMs() - emulatorStopMs)).then(() => parts.get('emulators')?.stop(leftMs())),
      ]);
    })();
    return stopping;
  };

  /** What a start had not finished to load stays as it was saved. */
  const saveData = async (limitMs: number): Promise<void> => {
    if (!options.dataDir || !isSeeded || !parts.has('emulators')) return;
    log('emulators', 'saving the data for the next run …');
    try {
      await saveEmulators(ports, path.join(options.dataDir, 'firebase'), limitMs);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log(
        'emulators',
        `the data of this run could not be saved (${reason}); the next run starts with that of the last save`,
      );
    }
  };

  const startFunctionsBuild = (): Promise<void> => {
    if (!options.watch) return buildFunctions((line) => log('functions', line));
    const folder = path.join(root, 'functions');
    const build = startChild('functions', [path.join(folder, 'build.mjs'), '--watch'], {
      cwd: folder,
      env: process.env,
      ready: /build finished/,
      ...part('functions'),
    });
    return keep('functions', build).ready;
  };

  /** Emulators, simulator, the demo's data, worker, clock. */
  const start = async (): Promise<void> => {
    const emulators = options.emulators ?? ['auth', 'firestore', 'functions', 'hosting'];
    await Promise.all([
      emulators.includes('functions') && startFunctionsBuild(),
      !options.watch && buildWorker((line) => log('worker', line)),
    ]);
    if (stopping) throw new AppError('internal', 'Stopped before it was up.');
    const booted = keep(
      'emulators',
      startEmulators({
        name: options.name,
        ports,
        only: emulators,
        ...(options.dataDir ? { dataDir: path.join(options.dataDir, 'firebase') } : {}),
        ...part('emulators'),
      }),
    );
    if (options.simulator !== false) await startSimulator().ready;
    await booted.ready;
    if (options.seed !== false) await seedDemo(env, Date.now());
    isSeeded = true;
    if (options.worker !== false && !stopping) await startWorker().ready;
    if (emulators.includes('functions') && !stopping) stopClock = startScheduleClock(env, (line) => log('clock', line));
  };
  return {
    ports,
    env,
    webUrl: `http://127.0.0.1:${ports.hosting}`,
    simulatorUrl,
    startWorker,
    startSimulator,
    parts,
    start,
    stop,
  };
}
