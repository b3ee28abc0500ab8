import type { Firestore } from '@google-cloud/firestore';
import { accountDocumentSchema, documents, toDay } from '@tapedeck/core';
import { systemClock } from '../../worker/src/clock.ts';
import { ProcessSampler } from '../../worker/src/process-sampler.ts';
import { AccountStore } from '../../worker/src/store/account-store.ts';
import { DocumentWriter } from '../../worker/src/store/document-writer.ts';
import { LeaseStore } from '../../worker/src/store/lease-store.ts';
import { AccountSession } from '../../worker/src/sync/account-session.ts';
import { ConnectionReport } from '../../worker/src/sync/connection-report.ts';
import { TimerWheel } from '../../worker/src/timer-wheel.ts';
import { benchAccountId, benchDeskId } from './bench-desk.ts';
import { InProcessFeed } from './in-process-feed.ts';
import type { BenchScope } from './run-bench.ts';

export interface BenchSession {
  readonly session: AccountSession;
  readonly writer: DocumentWriter;
  readonly feed: InProcessFeed;
}

/** The worker's own session and writer for the first bench account, in this process, with a feed for a broker. */
export async function openSession(scope: BenchScope, db: Firestore, feed: InProcessFeed): Promise<BenchSession> {
  const onError = (error: unknown) => console.error(error);
  const wheel = new TimerWheel(systemClock, { onError });
  const writer = new DocumentWriter(db, { onError });
  const worker = 'bench-worker';
  const sampler = new ProcessSampler({ clock: systemClock, wheel, id: worker, version: 'bench', accounts: () => 1 });
  sampler.start();
  const leases = new LeaseStore(db, worker);
  await leases.renew({ version: 'bench', startedAtMs: Date.now(), accounts: 1 }, Date.now(), Date.now() + 600_000);
  const key = { deskId: benchDeskId, accountId: benchAccountId(0) };
  const claim = await leases.claim(key, Date.now(), (epoch) =>
    new ConnectionReport({ heartbeatMs: 10_000, pollMs: 1_000, nowMs: Date.now() }).toDocument(
      epoch,
      Date.now(),
      sampler.figures(),
    ),
  );
  if (!claim) throw new Error('The bench account could not be claimed.');
  const account = accountDocumentSchema.parse((await db.doc(documents.account(key.deskId, key.accountId)).get()).data());
  const resumed = await new AccountStore(db, writer).resume(claim, toDay(Date.now()));
  const session = new AccountSession({
    claim,
    account,
    broker: feed,
    resumed,
    clock: systemClock,
    wheel,
    heartbeatMs: 10_000,
    processFigures: () => sampler.figures(),
    onError,
    onLeaseLost: onError,
  });
  session.start();
  scope.onEnd(async () => {
    await session.drop();
    sampler.stop();
    wheel.stop();
  });
  return { session, writer, feed };
}
