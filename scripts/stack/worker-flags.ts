import { readFileSync } from 'node:fs';
import path from 'node:path';

const manifest = path.join(import.meta.dirname, '..', '..', 'worker', 'package.json');

/** The flags of Node in the worker's start script, the one place where they are written; `start:many` suits many accounts. */
export function workerFlags(script: 'start' | 'start:many' = 'start'): string[] {
  const { scripts } = JSON.parse(readFileSync(manifest, 'utf8')) as { scripts: Record<typeof script, string> };
  return scripts[script].split(' ').filter((word) => word.startsWith('--'));
}
