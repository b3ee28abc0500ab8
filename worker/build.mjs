// Bundles the worker and core into build/main.js. The process then carries no TypeScript compiler: about 40 MB less.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;
const { dependencies } = JSON.parse(readFileSync(path.join(here, 'package.json'), 'utf8'));
const bundled = new Set(['@tapedeck/core', 'zod']);

await build({
  absWorkingDir: here,
  entryPoints: ['src/main.ts'],
  outfile: 'build/main.js',
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  sourcemap: true,
  minifySyntax: true,
  logLevel: 'warning',
  external: Object.keys(dependencies)
    .filter((name) => !bundled.has(name))
    .flatMap((name) => [name, `${name}/*`]),
});
