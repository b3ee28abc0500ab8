import { createHash } from 'node:crypto';
import type { CommandType } from '@tapedeck/core';

/**
 * Stands in a stored payload for what was sealed. The fingerprint, of the sealed form, tells a repeat from another key
 * under the same id, and nothing of the key: each sealing differs.
 */
interface SealedMark {
  readonly sealed: true;
  readonly fingerprint: string;
}

function toMark(value: unknown): SealedMark {
  const fingerprint = createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
  return { sealed: true, fingerprint };
}

/** The payload as it may be stored, told and compared: every secret field is a mark. */
export function withoutSecrets(
  { secretFields = [] }: CommandType,
  payload: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(payload).map(([name, value]) => [name, secretFields.includes(name) ? toMark(value) : value]),
  );
}
