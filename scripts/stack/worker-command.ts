import { readFileSync } from 'node:fs';
import path from 'node:path';

const manifest = path.join(import.meta.dirname, '..', '..', 'worker', 'package.json');

export interface WorkerCommand {
  readonly env: Readonly<Record<string, string>>;
  /** Node's own. */
  readonly flags: readonly string[];
}

/** The worker's start script, the one place where Node's flags and malloc's settings are written; `start:many` suits many accounts. */
export function workerCommand(script: 'start' | 'start:many' = 'start'): WorkerCommand {
  const { scripts } = JSON.parse(readFileSync(manifest, 'utf8')) as { scripts: Record<typeof script, string> };
  const words = scripts[script].split(' ');
  const settings = words.slice(0, words.indexOf('node')).map((word) => word.split('=', 2));
  return { env: Object.fromEntries(settings), flags: words.filter((word) => word.startsWith('--')) };
}
