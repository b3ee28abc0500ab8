import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '@tapedeck/core';
import { SealingKey, sealingJwkSchema } from './sealing-key.ts';

/** Makes a sealing key in a file that only its owner can read; an existing file is left alone. */
export function createSealingKeyFile(file: string): SealingKey {
  if (existsSync(file)) {
    throw new AppError(
      'conflict',
      `${file} is there already and was left as it is: broker keys that were sealed to it open with nothing else.`,
    );
  }
  const jwk = sealingJwkSchema.parse(
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
  );
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(jwk)}\n`, { mode: 0o600, flag: 'wx' });
  return new SealingKey(jwk);
}

/** Reads the file that TAPEDECK_SEALING_KEY_FILE names; nothing of what is in it gets into an error. */
export function readSealingKeyFile(file: string): SealingKey {
  const fail = (why: string) =>
    new AppError(
      'invalid-input',
      `The sealing key file ${file} ${why}. Make one with "npm run sealing-key -- FILE", or restore the one that broker keys were sealed to.`,
    );
  const text = readIfOwn(file, fail);
  const parsed = sealingJwkSchema.safeParse(parseJson(text));
  if (!parsed.success) throw fail('holds no P-256 private key as a JSON Web Key');
  return new SealingKey(parsed.data);
}

function readIfOwn(file: string, fail: (why: string) => AppError): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat?.isFile()) throw fail('is not there');
  // Windows keeps no such bits.
  if (process.platform !== 'win32' && (stat.mode & 0o077) !== 0) {
    throw fail(`can be read by others (mode ${(stat.mode & 0o777).toString(8)}; it must be 600)`);
  }
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw fail('cannot be read by this process');
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
