import { AppError } from '@tapedeck/core/app-error';
import type { SealingKeyAnswer } from '@tapedeck/core/commands/callables';
import { toSealContext } from '@tapedeck/core/documents/seal-context';
import type { BrokerKey, SealedKey } from '@tapedeck/core/documents/trading-documents';
import { refusalOf } from './commands.ts';
import { loadCallable } from './firebase.ts';

const askTimeoutMs = 10_000;

/**
 * Seals a broker key for one account to the worker's public key. Neither this page nor the backend can open it again;
 * it is kept nowhere here.
 */
export async function sealBrokerKey(key: BrokerKey, deskId: string, accountId: string): Promise<SealedKey> {
  return sealTo(await askSealingKey(), key, toSealContext(deskId, accountId));
}

async function askSealingKey(): Promise<SealingKeyAnswer> {
  try {
    const ask = await loadCallable('sealingKey', askTimeoutMs);
    return (await ask({})) as SealingKeyAnswer;
  } catch (thrown) {
    const reason = refusalOf(thrown) ?? 'The backend did not answer. Nothing was sent. Try again.';
    throw new AppError('retryable', reason);
  }
}

export async function sealTo(to: SealingKeyAnswer, key: BrokerKey, context: string): Promise<SealedKey> {
  const { suite } = await import('./hpke-sdk.ts');
  const bound = new TextEncoder().encode(context);
  const recipientPublicKey = await suite.kem.importKey('raw', toBytes(to.publicKey).buffer, true);
  const plain = new TextEncoder().encode(JSON.stringify(key));
  const { enc, ct } = await suite.seal({ recipientPublicKey, info: bound }, plain, bound);
  return { keyId: to.keyId, encapsulated: toText(enc), ciphertext: toText(ct) };
}

/** base64url without padding. */
function toText(bytes: ArrayBuffer): string {
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function toBytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
}
