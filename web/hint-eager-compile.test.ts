import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eagerCompileHint, hintEagerCompile } from './hint-eager-compile.ts';

describe('hintEagerCompile', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tapedeck-chunks-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('puts the hint at the very top of every script, once', () => {
    mkdirSync(path.join(folder, 'inner'));
    for (const name of ['a.js', 'inner/b.js', 'c.css']) writeFileSync(path.join(folder, name), 'content');
    hintEagerCompile(folder);
    hintEagerCompile(folder);
    const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');
    expect(read('a.js')).toBe(`${eagerCompileHint}content`);
    expect(read('inner/b.js')).toBe(`${eagerCompileHint}content`);
    expect(read('c.css')).toBe('content');
  });
});
