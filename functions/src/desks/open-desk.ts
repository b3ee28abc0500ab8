import {
  AppError,
  collections,
  documents,
  userDocumentSchema,
  type ActivityDocument,
  type DeskDocument,
  type OpenDeskAnswer,
  type UserDocument,
} from '@tapedeck/core';
import type { WriteBatch } from 'firebase-admin/firestore';
import type { Backend } from '../backend.ts';
import { requireCaller, type Caller } from '../edge/caller.ts';
import { optimistically } from '../store/optimistic.ts';
import { readDocument } from '../store/read-document.ts';
import { readDesks, type DeskEntry } from './read-desks.ts';

function checkEmpty(data: unknown): void {
  const isEmpty = data === undefined || data === null || (typeof data === 'object' && Object.keys(data).length === 0);
  if (isEmpty) return;
  throw new AppError('invalid-input', 'Opening a desk takes no values. Nothing was changed. Send an empty request.');
}

/** A desk of its own for a person who has none, with the entry that opens its activity. */
function createDesk({ db }: Backend, batch: WriteBatch, caller: Caller, atMs: number): DeskEntry {
  const { id } = db.collection(collections.desks).doc();
  const name = `${caller.name}'s desk`;
  const desk: DeskDocument = {
    name,
    members: { [caller.uid]: 'owner' },
    people: { [caller.uid]: { name: caller.name, ...(caller.email ? { email: caller.email } : {}) } },
    tradingState: { mode: 'ACTIVE', epoch: 0, by: caller.uid, atMs },
    createdAtMs: atMs,
  };
  const activity: ActivityDocument = {
    atMs,
    kind: 'system',
    type: 'desk-opened',
    actor: { kind: 'user', id: caller.uid, name: caller.name },
    summary: `${caller.name} opened this desk.`,
  };
  batch.create(db.doc(documents.desk(id)), desk);
  batch.create(db.doc(documents.activity(id, 'desk-opened')), activity);
  return { id, name, role: 'owner' };
}

/**
 * The desks of the person who calls; makes a first one for somebody who has none. Called after every sign-in: a repeat
 * changes nothing, and of two calls at once one makes the desk and the other finds it.
 */
export async function openDesk(backend: Backend, anyone: Caller | undefined, data: unknown): Promise<OpenDeskAnswer> {
  const caller = requireCaller(anyone);
  checkEmpty(data);
  const userRef = backend.db.doc(documents.user(caller.uid));
  return optimistically(async () => {
    const userFound = await userRef.get();
    const user = readDocument(userDocumentSchema, userFound);
    const desks = await readDesks(backend.db, user?.deskIds ?? [], caller.uid);
    if (desks.length > 0) return { desks, created: false };

    const atMs = backend.nowMs();
    const batch = backend.db.batch();
    const desk = createDesk(backend, batch, caller, atMs);
    const record: UserDocument = {
      name: caller.name,
      ...(caller.email ? { email: caller.email } : {}),
      deskIds: [desk.id],
      createdAtMs: user?.createdAtMs ?? atMs,
    };
    if (userFound.updateTime) batch.update(userRef, { ...record }, { lastUpdateTime: userFound.updateTime });
    else batch.create(userRef, record);
    await batch.commit();
    return { desks: [desk], created: true };
  });
}
