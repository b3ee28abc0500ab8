import { readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { expect, test } from './support/fixtures.ts';
import { deskPages } from './support/page-list.ts';

/**
 * What a browser downloads of scripts before a page stands, as it left the build, each file compressed with Brotli, which
 * Firebase Hosting serves. Firebase's own code is left out: Auth and Firestore come in files of their own.
 */
const outDir = path.join(import.meta.dirname, '..', '..', 'web', 'out');
const kilobyte = 1_000;

interface Script {
  readonly source: string;
  readonly bytes: number;
}
const scripts = new Map<string, Script>();

function scriptAt(address: string): Script {
  let script = scripts.get(address);
  if (!script) {
    const content = readFileSync(path.join(outDir, address));
    script = { source: content.toString(), bytes: brotliCompressSync(content).length };
    scripts.set(address, script);
  }
  return script;
}

/** Addresses of the scripts that the page of a route names; those for browsers without modules are not loaded. */
function firstLoadOf(route: string): readonly string[] {
  const file = route === '/' ? 'index.html' : `${route.slice(1)}.html`;
  const html = readFileSync(path.join(outDir, file), 'utf8');
  const tags = [...html.matchAll(/<script[^>]*>/g)].map(([tag]) => tag).filter((tag) => !/nomodule/i.test(tag));
  const addresses = tags.flatMap((tag) => /src="([^"?]+)/.exec(tag)?.[1] ?? []);
  return [...new Set(addresses)];
}

function kilobytesOf(addresses: readonly string[]): number {
  const own = addresses.map(scriptAt).filter(({ source }) => !source.includes('@firebase/'));
  return own.reduce((sum, { bytes }) => sum + bytes, 0) / kilobyte;
}

const shell = firstLoadOf('/').filter((address) => deskPages.every((route) => firstLoadOf(route).includes(address)));

test('sign-in loads at most 130 KB of scripts besides Firebase', () => {
  expect(kilobytesOf(firstLoadOf('/sign-in'))).toBeLessThanOrEqual(130);
});

test('the shell loads at most 240 KB of scripts besides Firebase', () => {
  expect(kilobytesOf(shell)).toBeLessThanOrEqual(240);
});

for (const route of deskPages) {
  test(`${route} loads at most 60 KB of scripts besides the shell`, () => {
    const own = firstLoadOf(route).filter((address) => !shell.includes(address));
    expect(kilobytesOf(own)).toBeLessThanOrEqual(60);
  });
}

test('no first load brings Firestore, charts or the schema library', () => {
  const heavy = { Firestore: 'client is offline', 'Chart.js': 'getDatasetMeta', zod: 'safeParse' };
  const found = ['/sign-in', ...deskPages].flatMap((route) =>
    firstLoadOf(route).flatMap((address) =>
      Object.entries(heavy).flatMap(([name, mark]) =>
        scriptAt(address).source.includes(mark) ? [`${route}: ${name} in ${address}`] : [],
      ),
    ),
  );
  expect(found).toEqual([]);
});
