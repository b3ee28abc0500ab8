import type { DocumentReference, Firestore, Timestamp } from '@google-cloud/firestore';
import { AppError, documents, paperAccountDocumentSchema } from '@tapedeck/core';
import type { PaperState, PaperVault } from '../brokers/paper/paper-store.ts';
import type { AccountKey } from '../sync/ports.ts';
import { withDeadline } from '../with-deadline.ts';
import { isRefusal, toStoreError } from './firestore-errors.ts';

const deadlineMs = 5_000;

/** The states of paper accounts, one document each. */
export class PaperStore {
  readonly #db: Firestore;

  constructor(db: Firestore) {
    this.#db = db;
  }

  vaultOf({ deskId, accountId }: AccountKey): PaperVault {
    return new FirestorePaperVault(this.#db.doc(documents.paperAccount(deskId, accountId)));
  }
}

/** Each save carries the update time that it replaces, so of two writers the later one is refused. */
class FirestorePaperVault implements PaperVault {
  readonly #ref: DocumentReference;
  #version: Timestamp | undefined;

  constructor(ref: DocumentReference) {
    this.#ref = ref;
  }

  async load(): Promise<PaperState | undefined> {
    const snapshot = await withDeadline(this.#ref.get(), deadlineMs, 'Firestore').catch((error: unknown) => {
      throw toStoreError(error);
    });
    this.#version = snapshot.updateTime;
    if (!snapshot.exists) return undefined;
    const document = paperAccountDocumentSchema.safeParse(snapshot.data());
    if (!document.success) throw toUnreadable(document.error);
    return parse(document.data.state);
  }

  async save(state: PaperState): Promise<void> {
    const document = { generation: state.generation, savedAtMs: Date.now(), state: JSON.stringify(state) };
    const version = this.#version;
    try {
      const write = version ? this.#ref.update(document, { lastUpdateTime: version }) : this.#ref.create(document);
      this.#version = (await withDeadline(write, deadlineMs, 'Firestore')).writeTime;
    } catch (error) {
      if (isRefusal(error)) throw toStoreError(error);
      const message = 'Firestore did not say whether it kept the paper account. It is read again.';
      throw new AppError('outcome-unknown', message, { cause: error });
    }
  }
}

/** Trusts that `save` wrote it: the version is checked. */
function parse(text: string): PaperState {
  const state = JSON.parse(text) as PaperState;
  if (state.version !== 1) throw toUnreadable(undefined);
  return state;
}

function toUnreadable(cause: unknown): AppError {
  const message =
    'The state of the paper account cannot be read, so nothing of it is shown. Remove the account and connect another.';
  return new AppError('unsupported', message, { cause });
}
