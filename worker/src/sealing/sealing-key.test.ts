import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { toSealContext, type BrokerKey } from '@tapedeck/core';
import { sealFor } from '../testing/seal-for.ts';
import { createSealingKeyFile, readSealingKeyFile } from './sealing-key-file.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'sealing-key-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = path.join(folder, 'worker.json');
const key = createSealingKeyFile(file);
const context = toSealContext('desk', 'main');
const brokerKey: BrokerKey = { apiKey: 'an-api-key', secret: 'a-very-secret-secret', passphrase: 'words' };

describe('a sealed key', () => {
  it('opens with the worker’s key for its own account', async () => {
    await expect(key.open(await sealFor(key.published, brokerKey, context), context)).resolves.toEqual(brokerKey);
  });

  it('is sealed differently each time', async () => {
    const [one, two] = await Promise.all([1, 2].map(() => sealFor(key.published, brokerKey, context)));
    expect(one?.ciphertext).not.toBe(two?.ciphertext);
  });

  it.each([
    ['for another account', toSealContext('desk', 'other')],
    ['for another desk', toSealContext('other', 'main')],
  ])('does not open %s', async (_what, foreign) => {
    const sealed = await sealFor(key.published, brokerKey, context);
    await expect(key.open(sealed, foreign)).rejects.toMatchObject({
      code: 'unauthorized-at-broker',
      message: expect.stringContaining('does not open'),
    });
  });

  it.each(['encapsulated', 'ciphertext'] as const)('does not open once its %s was changed', async (part) => {
    const sealed = await sealFor(key.published, brokerKey, context);
    const bytes = Buffer.from(sealed[part], 'base64url');
    bytes[10] = (bytes[10] ?? 0) ^ 1;
    const tampered = { ...sealed, [part]: bytes.toString('base64url') };
    await expect(key.open(tampered, context)).rejects.toMatchObject({ code: 'unauthorized-at-broker' });
  });

  it('that was sealed to another worker is told apart', async () => {
    const other = createSealingKeyFile(path.join(folder, 'other.json'));
    const sealed = await sealFor(other.published, brokerKey, context);
    await expect(key.open(sealed, context)).rejects.toMatchObject({
      message: expect.stringContaining('another worker'),
      details: { sealedTo: other.published.keyId },
    });
  });

  it('that holds something else is refused without a quote of it', async () => {
    const sealed = await sealFor(key.published, { apiKey: '', secret: 'marked-secret' }, context);
    const refused = await key.open(sealed, context).catch((error: unknown) => error);
    expect(String(refused)).toContain('no broker key');
    expect(JSON.stringify(refused) + String(refused)).not.toContain('marked-secret');
  });
});

describe('the sealing key file', () => {
  it('belongs to its owner alone and opens as the same key', () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readSealingKeyFile(file).published).toEqual(key.published);
    expect(key.published.keyId).toMatch(/^[0-9a-f]{16}$/);
  });

  it('is never written over', () => {
    const before = readFileSync(file, 'utf8');
    expect(() => createSealingKeyFile(file)).toThrow(expect.objectContaining({ code: 'conflict' }));
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('is refused when others can read it, when it is missing, and when it holds no key', () => {
    const open = path.join(folder, 'open.json');
    createSealingKeyFile(open);
    chmodSync(open, 0o640);
    expect(() => readSealingKeyFile(open)).toThrow('can be read by others (mode 640');
    expect(() => readSealingKeyFile(path.join(folder, 'none.json'))).toThrow('is not there');
    const wrong = path.join(folder, 'wrong.json');
    writeFileSync(wrong, '{"d": "marked-secret"', { mode: 0o600 });
    expect(() => readSealingKeyFile(wrong)).toThrow('holds no P-256 private key');
    expect(() => readSealingKeyFile(wrong)).not.toThrow('marked-secret');
  });
});
