import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { AppError } from '@tapedeck/core';

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
  /** Asks it to end, then kills its whole group after `graceMs`. */
  stop(graceMs?: number): Promise<void>;
  /** Sends a signal to its whole process group. */
  signal(signal: NodeJS.Signals): void;
}

/** Starts Node on `args` in a process group of its own, so that a Ctrl-C reaches only the caller, which stops the parts in order. */
export function startChild(name: string, args: readonly string[], options: ChildOptions): Child {
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

  const signal = (wanted: NodeJS.Signals): void => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, wanted);
    } catch {
      // The whole group has ended already.
    }
  };
  const killGroup = (): void => signal('SIGKILL');
  process.once('exit', killGroup);
  // Whatever the child started ends with it; later its id may be another's.
  void gone.then(() => {
    killGroup();
    process.off('exit', killGroup);
  });

  return {
    name,
    process: child,
    ready,
    gone,
    signal,
    async stop(graceMs = 8_000) {
      asked = true;
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGINT');
        const late = setTimeout(killGroup, graceMs);
        await gone;
        clearTimeout(late);
      }
    },
  };
}
