/** @jest-environment node */
import { suite } from './hpke-sdk.ts';
import { sealTo } from './sealing.ts';

const context = 'tapedeck/account-key/1/desk/main';
const key = { apiKey: 'an-api-key', secret: 'a-secret' };

async function keyPair() {
  const pair = await suite.kem.generateKeyPair();
  const raw = Buffer.from(await suite.kem.serializePublicKey(pair.publicKey));
  return { pair, published: { keyId: 'k1', publicKey: raw.toString('base64url') } };
}

it('seals a key so that it opens for its account and holds nothing of it in the clear', async () => {
  const { pair, published } = await keyPair();
  const sealed = await sealTo(published, key, context);
  expect(sealed.keyId).toBe('k1');
  for (const part of [sealed.encapsulated, sealed.ciphertext]) expect(part).toMatch(/^[A-Za-z0-9_-]+$/);

  const bound = new TextEncoder().encode(context);
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64url')).buffer;
  const opening = { recipientKey: pair.privateKey, enc: bytes(sealed.encapsulated), info: bound };
  const opened = await suite.open(opening, bytes(sealed.ciphertext), bound);
  expect(JSON.parse(new TextDecoder().decode(opened))).toEqual(key);
  const other = new TextEncoder().encode('tapedeck/account-key/1/desk/other');
  await expect(suite.open({ ...opening, info: other }, bytes(sealed.ciphertext), other)).rejects.toThrow();
});

it('fails when the public key is none', async () => {
  const { published } = await keyPair();
  await expect(sealTo({ ...published, publicKey: 'AAAA' }, key, context)).rejects.toThrow();
});
