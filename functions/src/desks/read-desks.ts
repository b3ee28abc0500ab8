import { deskDocumentSchema, documents, type OpenDeskAnswer } from '@tapedeck/core';
import type { Firestore } from 'firebase-admin/firestore';
import { readDocument } from '../store/read-document.ts';

export type DeskEntry = OpenDeskAnswer['desks'][number];

/** The desks of `deskIds` that still count this person among their members. */
export async function readDesks(db: Firestore, deskIds: readonly string[], uid: string): Promise<DeskEntry[]> {
  if (deskIds.length === 0) return [];
  const found = await db.getAll(...deskIds.map((id) => db.doc(documents.desk(id))));
  return found.flatMap((snapshot) => {
    const desk = readDocument(deskDocumentSchema, snapshot);
    const role = desk && Object.hasOwn(desk.members, uid) ? desk.members[uid] : undefined;
    return desk && role ? [{ id: snapshot.id, name: desk.name, role }] : [];
  });
}
