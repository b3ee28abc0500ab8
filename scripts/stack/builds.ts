import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

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

function runNode(args: readonly string[], cwd: string, onLine: (line: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        for (const line of chunk.toString().split('\n')) if (line.trim()) onLine(line);
      });
    }
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${args.join(' ')} ended with exit code ${code}:\n${output.slice(-4_000)}`));
    });
  });
}

/** Builds the web app into web/out when a source changed since the last build. Says whether it built. */
export async function buildWebIfStale(onLine: (line: string) => void): Promise<boolean> {
  const wanted = fingerprint();
  const upToDate =
    existsSync(path.join(root, 'web', 'out', 'index.html')) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === wanted;
  if (upToDate) return false;
  await runNode(
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
  return runNode([path.join(root, 'functions', 'build.mjs')], path.join(root, 'functions'), onLine);
}

/** Bundles the worker into worker/build; under a second. */
export function buildWorker(onLine: (line: string) => void): Promise<void> {
  return runNode([path.join(root, 'worker', 'build.mjs')], path.join(root, 'worker'), onLine);
}
