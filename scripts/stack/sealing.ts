import { existsSync } from 'node:fs';
import path from 'node:path';
import { createSealingKeyFile } from '../../worker/src/sealing/sealing-key-file.ts';

/** The sealing key of a stack's workers, kept in `folder`; made when first asked for. */
export function sealingKeyFileIn(folder: string): string {
  const file = path.join(folder, 'sealing-key.json');
  if (!existsSync(file)) createSealingKeyFile(file);
  return file;
}
