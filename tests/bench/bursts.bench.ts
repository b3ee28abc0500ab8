/**
 * Whether a burst of changes ever loses its last one.
 *
 * The worker runs in this process on the Firestore emulator, its broker replaced by a feed. A burst is 20 changes of one
 * position's quantity, pushed without waiting for any write: half of the bursts in one turn of the event loop, half
 * spread over many turns, so that changes arrive while a write is on its way. After each burst `live/positions` and
 * `live/state` are read back: `lost` counts the bursts whose last quantity does not stand there within 2 s. No poll could
 * mend it: there is one a minute. For comparison, the same bursts as plain un-awaited `set` calls on one document.
 */
import type { Firestore } from '@google-cloud/firestore';
import { documents } from '@tapedeck/core';
import { benchAccountId, benchDeskId, seedAccounts } from './bench-desk.ts';
import { openBenchFirestore, startFirestore } from './bench-stack.ts';
import { createBenchWorker } from './bench-worker.ts';
import { runBench, until } from './run-bench.ts';

const bursts = 1_000;
const burstSize = 20;
const comparedBursts = 50;

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function lostByPlainSets(db: Firestore): Promise<number> {
  const ref = db.doc('desks/bench/plain/document');
  let lost = 0;
  for (let burst = 1; burst <= comparedBursts; burst += 1) {
    const writes = Array.from({ length: burstSize }, (_, index) => ref.set({ value: burst * 100 + index }));
    await Promise.all(writes);
    const stored: unknown = (await ref.get()).get('value');
    if (stored !== burst * 100 + burstSize - 1) lost += 1;
  }
  return lost;
}

const targets = [{ figure: 'lost', atMost: 0 }];
await runBench({ name: 'bursts', limitS: 300, targets }, async (scope) => {
  await startFirestore(scope, 'bursts');
  const db = openBenchFirestore(scope);
  scope.say(`plain un-awaited sets lose the newest value in ${await lostByPlainSets(db)} of ${comparedBursts} bursts`);

  await seedAccounts(db, 1, { pollMs: 60_000 });
  const { worker, feeds } = createBenchWorker({ positions: 1, moving: false });
  scope.onEnd(() => worker.stop());
  await worker.start();
  const [state, positions] = [documents.liveState, documents.livePositions].map((path) =>
    db.doc(path(benchDeskId, benchAccountId(0))),
  );
  if (!state || !positions) throw new Error('unreachable');
  await until('the first write', async () => (await state.get()).exists || undefined);
  const feed = feeds[0];
  if (!feed) throw new Error('The worker has opened no account.');
  const id = readPositionId((await positions.get()).data());

  /** The sequence number under which the quantity stands in both documents. */
  const standing = async (quantity: string): Promise<number | undefined> => {
    const [stateNow, positionsNow] = await db.getAll(state, positions);
    const isNewest = positionsNow?.get(`positions.${id}.quantity`) === quantity;
    const together = stateNow?.get('structureSeq') === positionsNow?.get('structureSeq');
    return isNewest && together ? Number(stateNow?.get('seq')) : undefined;
  };
  let lost = 0;
  let writes = 0;
  for (let burst = 1; burst <= bursts; burst += 1) {
    for (let index = 0; index < burstSize; index += 1) {
      feed.trade(String(burst * 100 + index));
      if (burst % 2 === 0) await nextTurn();
    }
    try {
      const last = String(burst * 100 + burstSize - 1);
      writes = await until(`burst ${burst}`, () => standing(last), { limitMs: 2_000, everyMs: 2 });
    } catch {
      lost += 1;
    }
    if (burst % 250 === 0) scope.say(`${burst} bursts, ${writes} writes, ${lost} lost`);
  }
  return { lost };
});

function readPositionId(data: unknown): string {
  const [id] = Object.keys((data as { positions: object }).positions);
  if (!id) throw new Error('The feed has one position; live/positions has none.');
  return id;
}
