import { createHash } from 'node:crypto';
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { AppError, brokerKeySchema, type BrokerKey, type SealedKey, type WorkerDocument } from '@tapedeck/core';
import * as z from 'zod';

/** RFC 9180 in base mode; the browser seals with the same suite. */
const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });

const coordinate = z.base64url().length(43);

/** A P-256 private key as a JSON Web Key (RFC 7518). */
export const sealingJwkSchema = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: coordinate,
  y: coordinate,
  d: coordinate,
});
export type SealingJwk = Readonly<z.infer<typeof sealingJwkSchema>>;

/** The key pair of a worker: what browsers seal broker keys to, and the only thing that opens them. */
export class SealingKey {
  /** What browsers need of it. */
  readonly published: NonNullable<WorkerDocument['sealing']>;
  readonly #jwk: SealingJwk;

  constructor(jwk: SealingJwk) {
    const point = Buffer.concat([Buffer.of(4), Buffer.from(jwk.x, 'base64url'), Buffer.from(jwk.y, 'base64url')]);
    const keyId = createHash('sha256').update(point).digest('hex').slice(0, 16);
    this.published = { keyId, publicKey: point.toString('base64url') };
    this.#jwk = jwk;
  }

  /**
   * Opens a sealed broker key; `context` is what it was bound to. Throws `unauthorized-at-broker` with a sentence for
   * people where it was sealed to another key, for another account, or was changed since.
   */
  async open(sealed: SealedKey, context: string): Promise<BrokerKey> {
    if (sealed.keyId !== this.published.keyId) {
      throw new AppError(
        'unauthorized-at-broker',
        'The key was sealed to another worker, so it cannot be opened and nothing of the account is read. Enter it again.',
        { details: { sealedTo: sealed.keyId, opensWith: this.published.keyId } },
      );
    }
    const parsed = brokerKeySchema.safeParse(await this.#unseal(sealed, context));
    if (parsed.success) return parsed.data;
    // What was opened is never quoted.
    throw new AppError('unauthorized-at-broker', 'What was sealed is no broker key. Enter the key again.');
  }

  async #unseal(sealed: SealedKey, context: string): Promise<unknown> {
    const bound = new TextEncoder().encode(context);
    try {
      const recipientKey = await suite.kem.importKey('jwk', { ...this.#jwk }, false);
      const enc = toBytes(sealed.encapsulated);
      const opened = await suite.open({ recipientKey, enc, info: bound }, toBytes(sealed.ciphertext), bound);
      return JSON.parse(new TextDecoder().decode(opened)) as unknown;
    } catch {
      throw new AppError(
        'unauthorized-at-broker',
        'The sealed key does not open: it was made for another account, or was changed since. Nothing of the account is read. Enter the key again.',
      );
    }
  }
}

function toBytes(text: string): ArrayBuffer {
  return new Uint8Array(Buffer.from(text, 'base64url')).buffer;
}
