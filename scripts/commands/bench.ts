import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import path from 'node:path';

/**
 * `npm run bench` runs every file of tests/bench; `npm run bench -- NAME …` those named. Each runs in a process of its
 * own and ends with one line of JSON: `{"bench": NAME, "figures": {…}}`.
 */
const root = path.join(import.meta.dirname, '..', '..');
const known = globSync('tests/bench/*.bench.ts', { cwd: root })
  .map((file) => path.basename(file, '.bench.ts'))
  .toSorted();
const [first, ...rest] = process.argv.slice(2);
const wanted = first === undefined ? known : [first, ...rest].filter((arg) => !arg.startsWith('-'));
const options = first === undefined ? [] : [first, ...rest].filter((arg) => arg.startsWith('-'));

for (const name of wanted) {
  if (!known.includes(name)) {
    console.error(`There is no bench "${name}". Known: ${known.join(', ')}.`);
    process.exit(2);
  }
}

let failed = 0;
for (const name of wanted) {
  console.log(`\n▸ bench ${name}`);
  const code = await new Promise<number>((resolve) => {
    const child = spawn(
      process.execPath,
      [
        '--expose-gc',
        '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
        path.join(root, 'tests', 'bench', `${name}.bench.ts`),
        ...options,
      ],
      {
        cwd: root,
        stdio: ['ignore', 'inherit', 'inherit'],
      },
    );
    process.once('SIGINT', () => child.kill('SIGINT'));
    child.once('exit', (status) => resolve(status ?? 1));
  });
  if (code !== 0) {
    failed += 1;
    console.error(`bench ${name} failed (exit code ${code})`);
  }
}
process.exit(failed === 0 ? 0 : 1);
