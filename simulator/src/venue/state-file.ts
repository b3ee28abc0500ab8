import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '@tapedeck/core';
import type { VenueState } from './venue-state.ts';

/** Reads a state that `saveState` wrote; undefined where there is none yet. */
export function loadState(path: string): VenueState | undefined {
  if (!existsSync(path)) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new AppError('invalid-input', `The state file ${path} is no JSON. Move it away to start anew.`, { cause });
  }
  const version: unknown = typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, 'version') : undefined;
  if (version !== 1) {
    throw new AppError(
      'invalid-input',
      `The state file ${path} is of version ${String(version)}; this simulator reads 1.`,
    );
  }
  return parsed as VenueState;
}

/** Replaces the file in one step, so that a kill at any moment leaves the old state or the new one, never half. */
export function saveState(path: string, state: VenueState): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.draft`;
  writeFileSync(draft, JSON.stringify(state), { mode: 0o600 });
  renameSync(draft, path);
}
