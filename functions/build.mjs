/**
 * Bundles src/index.ts, with core inside, into build/, and writes the package.json that is deployed with it: only the
 * packages left outside the bundle, each at the exact version installed here. `--watch` builds again at each change.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build, context } from 'esbuild';

const here = import.meta.dirname;
const out = path.join(here, 'build');
const require = createRequire(import.meta.url);
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));
const own = readJson(path.join(here, 'package.json'));
const external = Object.keys(own.dependencies).filter((name) => !name.startsWith('@tapedeck/'));

/** Read from the folder and not by `require`, because a package need not export its package.json. */
function installedVersion(name) {
  for (const folder of require.resolve.paths(name)) {
    try {
      return readJson(path.join(folder, name, 'package.json')).version;
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
  }
  throw new Error(`${name} is not installed: run npm install first.`);
}

mkdirSync(out, { recursive: true });
writeFileSync(
  path.join(out, 'package.json'),
  `${JSON.stringify(
    {
      name: 'tapedeck-functions',
      version: own.version,
      private: true,
      type: 'module',
      main: 'index.js',
      engines: { node: '24' },
      dependencies: Object.fromEntries(external.map((name) => [name, installedVersion(name)])),
    },
    null,
    2,
  )}\n`,
);

const options = {
  absWorkingDir: here,
  entryPoints: ['src/index.ts'],
  outfile: 'build/index.js',
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  sourcemap: true,
  logLevel: 'info',
  external: external.flatMap((name) => [name, `${name}/*`]),
};
if (process.argv.includes('--watch')) await (await context(options)).watch();
else await build(options);
