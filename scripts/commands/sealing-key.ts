import path from 'node:path';
import { toAppError } from '@tapedeck/core';
import { createSealingKeyFile } from '../../worker/src/sealing/sealing-key-file.ts';

/** `npm run sealing-key -- FILE`: makes the key pair that browsers seal broker keys to. */
const file = process.argv[2];
if (file === undefined) {
  console.error('Usage: npm run sealing-key -- FILE, where FILE does not exist yet.');
  process.exit(2);
}

try {
  const { published } = createSealingKeyFile(path.resolve(process.env['INIT_CWD'] ?? '.', file));
  console.log(`Made the sealing key ${published.keyId} in ${file}, readable to you alone.`);
  console.log('Start each worker with TAPEDECK_SEALING_KEY_FILE naming it, and keep a copy where secrets are kept:');
  console.log('broker keys that are sealed to it open with nothing else.');
} catch (thrown) {
  console.error(toAppError(thrown).message);
  process.exit(1);
}
