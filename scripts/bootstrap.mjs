/**
 * What runs before anything is installed: Node's own modules only, on Node 20 or newer.
 * Installs the packages when the lock file has changed, then runs a script on the Node that they bring.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.join(import.meta.dirname, '..');
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const stamp = path.join(root, 'node_modules', '.tapedeck-installed');

/** Installs what the lock file names, unless just that is installed already. */
export async function install() {
  const wanted = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const since = Date.now();
  const seconds = () => Math.round((Date.now() - since) / 1000);
  const progress = showProgress(() => `Installing packages (about a minute and a half, once): ${seconds()} s`);
  const status = await runNpmCi(progress.print);
  progress.end();
  if (status !== 0) {
    console.error(
      'npm ci failed. Its messages stand above; check the network and the disk, then run the command again.',
    );
    process.exit(status);
  }
  writeFileSync(stamp, wanted);
  console.log(`Installed in ${seconds()} s.`);
}

/** Resolves with its exit code. A signal ends it and then this process: half an installation is no use to anybody. */
function runNpmCi(onOutput) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const child = spawn(npm, ['ci', '--no-progress', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => onOutput(chunk));
  const stop = (signal) => {
    child.once('exit', () => process.exit(1));
    child.kill(signal);
    setTimeout(() => child.kill('SIGKILL'), 3_000);
  };
  for (const signal of signals) process.on(signal, stop);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      for (const signal of signals) process.off(signal, stop);
      resolve(code ?? 1);
    });
  });
}

/** On a terminal one line that counts on, elsewhere a line every 15 seconds. */
function showProgress(sentence) {
  const { stdout } = process;
  const draw = () => stdout.write(stdout.isTTY ? `\r\x1b[K${sentence()}` : `${sentence()}\n`);
  const wipe = () => stdout.isTTY && stdout.write('\r\x1b[K');
  draw();
  const timer = setInterval(draw, stdout.isTTY ? 1_000 : 15_000);
  return {
    print: (chunk) => {
      wipe();
      stdout.write(chunk);
    },
    end: () => {
      clearInterval(timer);
      wipe();
    },
  };
}

/** The Node 24 that the packages bring, or this one where it is new enough. */
export function nodePath() {
  const own = path.join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  if (existsSync(own)) return own;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  console.error(
    `Tapedeck needs Node 24 or newer. This is ${process.version}, and the registry has no Node 24 package for ` +
      `${process.platform}-${process.arch}. Install Node 24 from nodejs.org, then run the command again.`,
  );
  process.exit(1);
}

/** Warnings about our own way of running TypeScript, which a person can do nothing about. */
const withoutNoise = ['ExperimentalWarning', 'MODULE_TYPELESS_PACKAGE_JSON'].map((name) => `--disable-warning=${name}`);

/** Runs one of our scripts on the right Node and ends with its exit code. Signals reach it. */
export function run(script, args) {
  const bin = path.join(root, 'node_modules', '.bin');
  const child = spawn(nodePath(), [...withoutNoise, path.join(root, script), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      METADATA_SERVER_DETECTION: 'none',
      PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}`,
    },
  });
  // A terminal sends Ctrl-C to the whole group, a plain kill reaches only this process: pass on both, the child stops once.
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}
