/**
 * Seconds from `npm start` on an installed clone to the first figure on the screen.
 *
 * The repository is cloned as it stands in git; the packages are there already (hard links to those of this clone), but
 * nothing is built and no data is kept. From the start of the command to the first position's row painted in Chromium
 * after a click on one of the demo people. The browser stands ready; its page is opened as soon as the command has
 * printed the address.
 */
import { execFileSync, spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { createInterface } from 'node:readline';
import path from 'node:path';
import { openBrowser, openContext } from './bench-browser.ts';
import { root, temporaryFolder } from './bench-stack.ts';
import { round } from './figures.ts';
import { runBench } from './run-bench.ts';

const targets = [{ figure: 'firstFigureS', atMost: 40 }];

await runBench({ name: 'start', limitS: 300, targets }, async (scope) => {
  const clone = path.join(temporaryFolder(scope, 'start'), 'clone');
  execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${root}`, clone]);
  for (const modules of globSync(['node_modules', '*/node_modules'], { cwd: root }))
    execFileSync('cp', ['-al', path.join(root, modules), path.join(clone, modules)]);
  const page = await (await openContext(await openBrowser(scope))).newPage();
  scope.say('cloned and installed');

  const startedMs = performance.now();
  const command = spawn('npm', ['start'], { cwd: clone, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  const ended = new Promise<void>((resolve) => command.once('exit', () => resolve()));
  scope.onEnd(async () => {
    if (command.pid !== undefined && command.exitCode === null) process.kill(-command.pid, 'SIGINT');
    await ended;
  });
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
  return { firstFigureS: round((performance.now() - startedMs) / 1_000, 1) };
});
