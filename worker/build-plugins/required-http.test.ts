import { execFileSync } from 'node:child_process';
import path from 'node:path';

const bundle = `
  import { build } from 'esbuild';
  import { requiredHttp } from './build-plugins/required-http.mjs';
  const { outputFiles } = await build({
    stdin: { contents: process.argv[1] },
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire('/');" },
    plugins: [requiredHttp],
  });
  process.stdout.write(outputFiles[0].text);`;

function run(source: string, ...args: readonly string[]): string {
  const cwd = path.join(__dirname, '..');
  return execFileSync(process.execPath, ['--input-type=module', '-e', source, ...args], { cwd, encoding: 'utf8' });
}

describe('requiredHttp', () => {
  it.each([
    ['an import', "import { request } from 'node:http';"],
    ['an import at run time', "const { request } = await import('node:http');"],
    ['an import of the whole module', "import * as http from 'http'; const { request } = http;"],
  ])("spares the worker Node's own undici: %s", (_case, source) => {
    const tell =
      'console.log(typeof request, process.moduleLoadList.filter((name) => name.includes("undici")).length);';
    expect(run(run(bundle, `${source}\n${tell}`))).toBe('function 0\n');
  });
});
