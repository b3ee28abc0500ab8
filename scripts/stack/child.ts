import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { AppError } from '@tapedeck/core';
import { groupsBelow } from './process-groups.ts';

export interface ChildOptions {
  readonly env: Record<string, string | undefined>;
  readonly cwd: string;
  /** The line that says it is up; without it the child counts as up at once. */
  readonly ready?: RegExp;
  readonly onLine?: (line: string) => void;
  /** Called when it ends without having been asked to. */
  readonly onDeath?: (how: string) => void;
}

export interface Child {
  readonly name: string;
  readonly process: ChildProcess;
  /** Resolves once it is up; rejects with its last lines when it ends before. */
  readonly ready: Promise<void>;
  readonly gone: Promise<void>;
  /** Asks it to end, then kills it with all that it has started after `graceMs`. */
  stop(graceMs?: number): Promise<void>;
  /** Sends a signal to its whole process group. */
  signal(signal: NodeJS.Signals): void;
}

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
let isGuarded = false;

/** A signal that nobody handles would end this process without its exit handlers, and the children would stay. */
function guardSignals(): void {
  if (isGuarded) return;
  isGuarded = true;
  for (const signal of endingSignals) {
    process.on(signal, () => {
      if (process.listenerCount(signal) === 1) process.exit(1);
    });
  }
}

/** Starts Node on `args` in a process group of its own, so that a Ctrl-C reaches only the caller, which stops the parts in order. */
export function startChild(name: string, args: readonly string[], options: ChildOptions): Child {
  guardSignals();
  const child = spawn(process.execPath, args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let asked = false;
  const tail: string[] = [];
  let markReady: () => void = () => {};
  const up = new Promise<void>((resolve) => {
    markReady = resolve;
  });
  if (!options.ready) markReady();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      tail.push(line);
      if (tail.length > 30) tail.shift();
      options.onLine?.(line);
      if (options.ready?.test(line)) markReady();
    });
  }
  let how = '';
  const gone = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      how = signal ?? `exit code ${code}`;
      if (!asked) options.onDeath?.(how);
      resolve();
    });
  });
  const died = gone.then(() => {
    throw new AppError('internal', `${name} ended before it was up (${how}).\n${tail.join('\n')}`);
  });
  const ready = Promise.race([up, died]);
  ready.catch(() => {});

  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  // Asked while it runs: what outlives it has another parent by then.
  let groups: readonly number[] = child.pid === undefined ? [] : [child.pid];
  const findGroups = (): void => {
    if (child.pid !== undefined && isRunning()) groups = groupsBelow(child.pid);
  };
  void up.then(findGroups);
  const signalGroups = (ids: readonly number[], wanted: NodeJS.Signals): void => {
    for (const id of ids) {
      try {
        process.kill(-id, wanted);
      } catch {
        // The whole group has ended already.
      }
    }
  };
  const killAll = (): void => {
    findGroups();
    signalGroups(groups, 'SIGKILL');
  };
  process.once('exit', killAll);
  // Whatever the child started ends with it; later its id may be another's.
  void gone.then(() => {
    killAll();
    process.off('exit', killAll);
  });

  return {
    name,
    process: child,
    ready,
    gone,
    signal: (wanted) => signalGroups(child.pid === undefined ? [] : [child.pid], wanted),
    async stop(graceMs = 8_000) {
      asked = true;
      if (isRunning()) {
        findGroups();
        child.kill('SIGINT');
        const late = setTimeout(killAll, graceMs);
        await gone;
        clearTimeout(late);
      }
    },
  };
}
