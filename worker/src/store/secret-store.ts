import type { Firestore } from '@google-cloud/firestore';
import {
  accountDocumentSchema,
  accountSecretDocumentSchema,
  documents,
  type AccountKey as KeyState,
  type AccountSecretDocument,
} from '@tapedeck/core';
import type { AccountKey } from '../sync/ports.ts';
import { toStoreError } from './firestore-errors.ts';

/** What a check of a broker key came to. */
export type KeyCheck = Pick<KeyState, 'message'> & {
  readonly state: 'accepted' | 'refused';
  readonly checkedAtMs: number;
};

/** The sealed broker keys, and what people are told of them. */
export class SecretStore {
  readonly #db: Firestore;

  constructor(db: Firestore) {
    this.#db = db;
  }

  /** `undefined` where none was entered, or what stands there is none. */
  async read({ deskId, accountId }: AccountKey): Promise<AccountSecretDocument | undefined> {
    try {
      const snapshot = await this.#db.doc(documents.accountSecret(deskId, accountId)).get();
      return accountSecretDocumentSchema.safeParse(snapshot.data()).data;
    } catch (error) {
      throw toStoreError(error);
    }
  }

  /** Says on the account what the check of one version of its key came to; nothing of a version replaced meanwhile. */
  async tell({ deskId, accountId }: AccountKey, version: number, check: KeyCheck): Promise<void> {
    const ref = this.#db.doc(documents.account(deskId, accountId));
    await this.#db.runTransaction(async (transaction) => {
      const account = accountDocumentSchema.safeParse((await transaction.get(ref)).data()).data;
      if (account?.key?.version !== version) return;
      const { state, enteredAtMs, enteredBy } = account.key;
      if (state === check.state && account.key.message === check.message) return;
      transaction.update(ref, { key: { version, enteredAtMs, enteredBy, ...check } });
    });
  }
}
