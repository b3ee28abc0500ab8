import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import type { BrokerKey, SealedKey, WorkerDocument } from '@tapedeck/core';

const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });

/** Seals a broker key as a browser does. */
export async function sealFor(
  to: NonNullable<WorkerDocument['sealing']>,
  key: BrokerKey,
  context: string,
): Promise<SealedKey> {
  const bound = new TextEncoder().encode(context);
  const point = new Uint8Array(Buffer.from(to.publicKey, 'base64url')).buffer;
  const recipientPublicKey = await suite.kem.importKey('raw', point, true);
  const plain = new TextEncoder().encode(JSON.stringify(key));
  const { enc, ct } = await suite.seal({ recipientPublicKey, info: bound }, plain, bound);
  const text = (bytes: ArrayBuffer) => Buffer.from(bytes).toString('base64url');
  return { keyId: to.keyId, encapsulated: text(enc), ciphertext: text(ct) };
}
