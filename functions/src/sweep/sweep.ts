import { collectionGroups } from '@tapedeck/core';
import { GrpcStatus, Timestamp, type Query } from 'firebase-admin/firestore';
import type { Backend } from '../backend.ts';
import { expireApprovals } from './expire-approvals.ts';
import { expireCommands } from './expire-commands.ts';
import { expireInvites } from './expire-invites.ts';

export interface SweepReport {
  readonly presences: number;
  readonly commandRates: number;
  readonly commands: number;
  readonly approvals: number;
  readonly invites: number;
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

/** Clears away what has lapsed: presences, command buckets, commands that nobody took or decided on, invitations. */
export async function sweep(backend: Backend): Promise<SweepReport> {
  const { db, nowMs } = backend;
  const now = Timestamp.fromMillis(nowMs());
  const longAgo = Timestamp.fromMillis(nowMs() - presenceKeptMs);
  const [commands, approvals, invites, presences, commandRates] = await Promise.all([
    expireCommands(backend, limit),
    expireApprovals(backend, limit),
    expireInvites(backend, limit),
    deleteStale(backend, db.collectionGroup(collectionGroups.presence).where('at', '<', longAgo)),
    deleteStale(backend, db.collectionGroup(collectionGroups.commandRates).where('expiresAt', '<', now)),
  ]);
  return { commands, approvals, invites, presences, commandRates };
}
