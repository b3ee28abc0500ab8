import { AppError, collections, workerDocumentSchema, type SealingKeyAnswer } from '@tapedeck/core';
import { Timestamp } from 'firebase-admin/firestore';
import type { Backend } from '../backend.ts';
import { requireCaller, type Caller } from '../edge/caller.ts';
import { readDocument } from '../store/read-document.ts';

/**
 * The public key that a browser seals broker keys to: that of the workers whose lease holds. All workers of a deployment
 * open with one key, because any of them may take an account over; where they differ, nothing may be sealed.
 */
export async function sealingKey({ db, nowMs }: Backend, anyone: Caller | undefined): Promise<SealingKeyAnswer> {
  requireCaller(anyone);
  const found = await db
    .collection(collections.workers)
    .where('leaseExpiresAt', '>', Timestamp.fromMillis(nowMs()))
    .get();
  const keys = found.docs.flatMap((snapshot) => readDocument(workerDocumentSchema, snapshot)?.sealing ?? []);
  const [first, ...others] = keys;
  if (!first) {
    throw new AppError(
      'rejected',
      'No worker is running that could take a key. No key was sent. Start a worker and try again.',
      { details: { workers: found.size } },
    );
  }
  if (others.some(({ keyId, publicKey }) => keyId !== first.keyId || publicKey !== first.publicKey)) {
    throw new AppError(
      'rejected',
      'The workers of this deployment hold different sealing keys, so that not each of them could open a key. ' +
        'No key was sent. Give all workers the same sealing key and start them again.',
      { details: { keyIds: [...new Set(keys.map(({ keyId }) => keyId))] } },
    );
  }
  return first;
}
