/**
 * `npm start` on an installed clone, and Ctrl-C.
 *
 * - `firstFigureS`: from the command to the first figure on the screen.
 * - `stopS`: from Ctrl-C to the end of the command, the data saved for the next start.
 * - `left`: processes that the command had started, in whatever group, and that run on after it.
 *
 * The repository is cloned as it stands in git; the packages are there already (hard links to those of this clone), but
 * nothing is built and no data is kept. From the start of the command to the first position's row painted in Chromium
 * after a click on one of the demo people. The browser stands ready; its page is opened as soon as the command has
 * printed the address. A mark in the environment, which every process hands on to those that it starts, tells which
 * belong to the command; /proc shows it, so this bench runs on Linux.
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import path from 'node:path';
import { openBrowser, openContext } from './bench-browser.ts';
import { root, temporaryFolder } from './bench-stack.ts';
import { round } from './figures.ts';
import { runBench } from './run-bench.ts';

const targets = [
  { figure: 'firstFigureS', atMost: 40 },
  { figure: 'stopS', atMost: 5 },
  { figure: 'left', atMost: 0 },
];
const mark = `TAPEDECK_BENCH_MARK=${process.pid}`;

/** Command lines of the processes that carry the mark; a zombie runs no more. */
function listMarked(): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const read = (file: string): string => readFileSync(`/proc/${pid}/${file}`, 'utf8');
        const isMarked = read('environ').split('\0').includes(mark) && !/\) Z /.test(read('stat'));
        return isMarked ? [`${pid} ${read('cmdline').replaceAll('\0', ' ')}`] : [];
      } catch {
        // It ended meanwhile, or is another user's.
        return [];
      }
    });
}

await runBench({ name: 'start', limitS: 300, targets }, async (scope) => {
  const clone = path.join(temporaryFolder(scope, 'start'), 'clone');
  execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${root}`, clone]);
  for (const modules of globSync(['node_modules', '*/node_modules'], { cwd: root }))
    execFileSync('cp', ['-al', path.join(root, modules), path.join(clone, modules)]);
  const page = await (await openContext(await openBrowser(scope))).newPage();
  scope.say('cloned and installed');

  const startedMs = performance.now();
  const [name = '', value] = mark.split('=');
  const command = spawn('npm', ['start'], {
    cwd: clone,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
    env: { ...process.env, [name]: value },
  });
  const ended = new Promise<void>((resolve) => command.once('exit', () => resolve()));
  /** What a terminal does on Ctrl-C: a signal to the command's whole group. */
  const interrupt = async (): Promise<void> => {
    const isRunning = command.exitCode === null && command.signalCode === null;
    if (command.pid !== undefined && isRunning) process.kill(-command.pid, 'SIGINT');
    await ended;
  };
  scope.onEnd(interrupt);
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: command.stdout }).on('line', (line) => {
      scope.say(line);
      const ready = /Tapedeck is ready: (\S+)/.exec(line)?.[1];
      if (ready) resolve(ready);
    });
    command.once('exit', () => reject(new Error('npm start ended.')));
  });
  await page.goto(`${url}/sign-in?next=${encodeURIComponent('/positions')}`);
  await page.getByRole('button', { name: /owner/i }).first().click();
  await page.locator('[data-position]').first().waitFor();
  const firstFigureS = round((performance.now() - startedMs) / 1_000, 1);
  scope.say(`${listMarked().length} processes run`);

  const interruptedMs = performance.now();
  await interrupt();
  const stopS = round((performance.now() - interruptedMs) / 1_000, 1);
  const left = listMarked();
  for (const line of left) scope.say(`left: ${line}`);
  const saved = path.join(clone, '.tapedeck', 'data', 'firebase', 'firebase-export-metadata.json');
  if (!existsSync(saved)) throw new Error('The data of the run was not saved.');
  return { firstFigureS, stopS, left: left.length };
});
