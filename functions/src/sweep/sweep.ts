import { collectionGroups } from '@tapedeck/core';
import { GrpcStatus, Timestamp, type Query } from 'firebase-admin/firestore';
import type { Backend } from '../backend.ts';
import { expireCommands } from './expire-commands.ts';

export interface SweepReport {
  readonly presences: number;
  readonly commandRates: number;
  readonly commands: number;
}

/** A presence this old is deleted. It has counted as gone for long: see `presenceLapsedMs`. */
export const presenceKeptMs = 300_000;
/** Most documents of a kind that one run takes on; the next run goes on with the rest. */
const limit = 400;

/** Deletes what the query finds, except what was written again in the meantime; says how many. */
async function deleteStale({ db }: Backend, query: Query): Promise<number> {
  const stale = await query.limit(limit).select().get();
  const writer = db.bulkWriter();
  writer.onWriteError((error) => error.code !== GrpcStatus.FAILED_PRECONDITION && error.failedAttempts < 3);
  const outcomes = stale.docs.map((snapshot) =>
    writer.delete(snapshot.ref, { lastUpdateTime: snapshot.updateTime }).then(
      () => true,
      () => false,
    ),
  );
  await writer.close();
  return (await Promise.all(outcomes)).filter(Boolean).length;
}

/** Clears away what has lapsed: presences of people who left, command buckets, and commands that nobody took in time. */
export async function sweep(backend: Backend): Promise<SweepReport> {
  const { db, nowMs } = backend;
  const now = Timestamp.fromMillis(nowMs());
  const longAgo = Timestamp.fromMillis(nowMs() - presenceKeptMs);
  const [commands, presences, commandRates] = await Promise.all([
    expireCommands(backend, limit),
    deleteStale(backend, db.collectionGroup(collectionGroups.presence).where('at', '<', longAgo)),
    deleteStale(backend, db.collectionGroup(collectionGroups.commandRates).where('expiresAt', '<', now)),
  ]);
  return { commands, presences, commandRates };
}
