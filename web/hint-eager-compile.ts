import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Read by Chromium from 136 on, at the very top of a script: https://v8.dev/blog/explicit-compile-hints */
export const eagerCompileHint = '//# allFunctionsCalledOnLoad\n';

/**
 * Has browsers compile whole chunks beside the main thread while they download. Without the hint each function is
 * compiled by the main thread when it is first called, which was most of what held up the first seconds of a phone; see
 * docs/decisions/eager-compile.md.
 */
export function hintEagerCompile(chunksDir: string): void {
  for (const name of globSync('**/*.js', { cwd: chunksDir })) {
    const file = path.join(chunksDir, name);
    const script = readFileSync(file, 'utf8');
    if (!script.startsWith(eagerCompileHint)) writeFileSync(file, eagerCompileHint + script);
  }
}
