import { FieldValue, type DocumentSnapshot, type Firestore } from '@google-cloud/firestore';
import {
  collections,
  commandDocumentSchema,
  documents,
  mayFollow,
  type ActivityDocument,
  type CommandDocument,
  type CommandStatus,
  type SyncSettings,
} from '@tapedeck/core';
import type { AccountKey, Claim } from '../sync/ports.ts';
import { againWhenRefused } from './again-when-refused.ts';
import { Turns } from './turns.ts';
import type { PendingCommand } from './watchers.ts';

/** One step of a command's life, with the entry that tells of it. */
export interface CommandStep {
  readonly status: CommandStatus;
  readonly atMs: number;
  readonly fields?: Partial<Pick<CommandDocument, 'claimedBy' | 'approval' | 'result' | 'error'>>;
  readonly activity?: { readonly id: string; readonly entry: ActivityDocument };
}

/** A crowd of commands must not hold up the renewal of the lease that all of them need. */
const stepsAtOnce = 8;

/** Commands, moved forward one step at a time; a step that would go back is refused. */
export class CommandStore {
  readonly #db: Firestore;
  readonly #turns = new Turns(stepsAtOnce);

  constructor(db: Firestore) {
    this.#db = db;
  }

  /**
   * Takes a step if the command still may and, with `claim`, if the lease still holds. False when it may not. By
   * preconditions and not in a transaction: the locks of one whose worker was killed in it would hold the command, and
   * with it its account, for a minute.
   */
  advance(deskId: string, commandId: string, step: CommandStep, claim?: Claim): Promise<boolean> {
    const ref = this.#db.doc(documents.command(deskId, commandId));
    const accountRef = claim && this.#db.doc(documents.account(claim.deskId, claim.accountId));
    const turn = step.status === 'claimed' ? 'later' : 'first';
    const take = async () => {
      const [snapshot, account] = await this.#db.getAll(ref, ...(accountRef ? [accountRef] : []));
      const command = commandDocumentSchema.safeParse(snapshot?.data()).data;
      if (!snapshot?.updateTime || !command || !mayFollow(command.status, step.status)) return false;
      if (claim && !holds(account, claim)) return false;
      const batch = this.#db.batch();
      const history = [...command.history, { status: step.status, atMs: step.atMs }];
      const fields = { ...step.fields, status: step.status, history };
      batch.update(ref, fields, { lastUpdateTime: snapshot.updateTime });
      if (step.activity) batch.set(this.#db.doc(documents.activity(deskId, step.activity.id)), step.activity.entry);
      await batch.commit();
      return true;
    };
    return this.#turns.run(turn, () => againWhenRefused(take));
  }

  /** Commands of an account that a worker claimed and never ended. */
  async unfinished(key: AccountKey): Promise<readonly PendingCommand[]> {
    const found = await this.#db
      .collection(collections.commands(key.deskId))
      .where('accountId', '==', key.accountId)
      .where('status', 'in', ['claimed', 'executing', 'unknown'])
      .get();
    return found.docs.flatMap((doc): PendingCommand[] => {
      const command = commandDocumentSchema.safeParse(doc.data()).data;
      return command ? [{ deskId: key.deskId, commandId: doc.id, command }] : [];
    });
  }

  async setSync(key: AccountKey, sync: SyncSettings): Promise<void> {
    await this.#db.doc(documents.account(key.deskId, key.accountId)).update({ sync });
  }

  /** `undefined` resumes. */
  async setPaused(key: AccountKey, paused: { readonly by: string; readonly atMs: number } | undefined): Promise<void> {
    const ref = this.#db.doc(documents.account(key.deskId, key.accountId));
    await ref.update({ paused: paused ?? FieldValue.delete() });
  }
}

function holds(account: DocumentSnapshot | undefined, claim: Claim): boolean {
  return account?.get('lease.worker') === claim.worker && account.get('lease.epoch') === claim.epoch;
}
