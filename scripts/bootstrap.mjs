/**
 * What runs before anything is installed: Node's own modules only, on Node 20 or newer.
 * Installs the packages when the lock file has changed, then runs a script on the Node that they bring.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.join(import.meta.dirname, '..');
const stamp = path.join(root, 'node_modules', '.tapedeck-installed');

/** Installs what the lock file names, unless just that is installed already. */
export function install() {
  const wanted = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log('Installing packages (about a minute and a half, once) …');
  const since = Date.now();
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, ['ci', '--no-progress', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error(
      'npm ci failed. Its messages stand above; check the network and the disk, then run the command again.',
    );
    process.exit(status ?? 1);
  }
  writeFileSync(stamp, wanted);
  console.log(`Installed in ${Math.round((Date.now() - since) / 1000)} s.`);
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

/** Runs one of our scripts on the right Node and ends with its exit code. Signals reach it. */
export function run(script, args) {
  const bin = path.join(root, 'node_modules', '.bin');
  const child = spawn(nodePath(), ['--disable-warning=ExperimentalWarning', path.join(root, script), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      METADATA_SERVER_DETECTION: 'none',
      PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}`,
    },
  });
  // A terminal sends Ctrl-C to the whole group, a plain kill reaches only this process: pass on both, the child stops once.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}
