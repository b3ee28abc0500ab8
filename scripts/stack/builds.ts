import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startChild } from './child.ts';

const root = path.join(import.meta.dirname, '..', '..');
const stamp = path.join(root, '.tapedeck', 'web-build');
const sources = ['web/**/*.{ts,tsx,css,mjs,json,svg,png,ico}', 'core/src/**/*.ts', 'package-lock.json'];
const generated = /^web[\\/](?:out|\.next|node_modules)[\\/]|next-env|\.test\.tsx?$|public[\\/]config\.json$/;

function fingerprint(): string {
  const hash = createHash('sha256');
  const files = sources.flatMap((pattern) =>
    globSync(pattern, { cwd: root, exclude: (name) => name === 'node_modules' || name === '.next' || name === 'out' }),
  );
  for (const file of files.filter((name) => !generated.test(name)).toSorted()) {
    hash.update(file).update(readFileSync(path.join(root, file)));
  }
  return hash.digest('hex');
}

/** Runs a build to its end; one that is under way when this process exits ends with it. */
async function runBuild(
  name: string,
  args: readonly string[],
  cwd: string,
  onLine: (line: string) => void,
): Promise<void> {
  let output = '';
  const child = startChild(name, args, {
    cwd,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
    onLine: (line) => {
      output += `${line}\n`;
      if (line.trim()) onLine(line);
    },
  });
  await once(child.process, 'close');
  const { exitCode, signalCode } = child.process;
  if (exitCode !== 0)
    throw new Error(`${args.join(' ')} ended with ${signalCode ?? `exit code ${exitCode}`}:\n${output.slice(-4_000)}`);
}

/** Builds the web app into web/out when a source changed since the last build. Says whether it built. */
export async function buildWebIfStale(onLine: (line: string) => void): Promise<boolean> {
  const wanted = fingerprint();
  const upToDate =
    existsSync(path.join(root, 'web', 'out', 'index.html')) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === wanted;
  if (upToDate) return false;
  await runBuild(
    'web',
    [path.join(root, 'node_modules', 'next', 'dist', 'bin', 'next'), 'build'],
    path.join(root, 'web'),
    onLine,
  );
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
  return true;
}

/** Bundles the functions into functions/build; under a second. */
export function buildFunctions(onLine: (line: string) => void): Promise<void> {
  return runBuild('functions', [path.join(root, 'functions', 'build.mjs')], path.join(root, 'functions'), onLine);
}

/** Bundles the worker into worker/build; under a second. */
export function buildWorker(onLine: (line: string) => void): Promise<void> {
  return runBuild('worker', [path.join(root, 'worker', 'build.mjs')], path.join(root, 'worker'), onLine);
}
