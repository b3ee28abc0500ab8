import { commandTypes } from '@tapedeck/core';
import { withoutSecrets } from './command-secrets.ts';

const key = { keyId: 'k', encapsulated: 'ENCAPSULATED', ciphertext: 'CIPHERTEXT' };
const payload = { accountId: 'a', label: 'Main', key };

test('a sealed key is a mark, and the rest stands as it is', () => {
  expect(withoutSecrets(commandTypes.connectAccount, payload)).toEqual({
    accountId: 'a',
    label: 'Main',
    key: { sealed: true, fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/) },
  });
});

test('marks of the same seal are equal, of another one they differ', () => {
  const mark = withoutSecrets(commandTypes.rotateKey, { key });
  expect(withoutSecrets(commandTypes.rotateKey, { key: { ...key } })).toEqual(mark);
  expect(withoutSecrets(commandTypes.rotateKey, { key: { ...key, ciphertext: 'ANOTHER' } })).not.toEqual(mark);
});

test('a payload without a secret, and a type without any, are left as they are', () => {
  expect(withoutSecrets(commandTypes.connectAccount, { accountId: 'a' })).toEqual({ accountId: 'a' });
  expect(withoutSecrets(commandTypes.forceSync, payload)).toEqual(payload);
});
