import { Timestamp, type Firestore } from '@google-cloud/firestore';
import { defaultSyncSettings, documents, type AccountDocument, type SyncSettings } from '@tapedeck/core';
import type { BenchScope } from './run-bench.ts';

export const benchDeskId = 'bench';

export function benchAccountId(index: number): string {
  return `account-${String(index).padStart(4, '0')}`;
}

/** Writes accounts that nobody owns yet. */
export async function seedAccounts(db: Firestore, count: number, sync: Partial<SyncSettings> = {}): Promise<void> {
  const nowMs = Date.now();
  const account: AccountDocument = {
    label: 'Bench',
    broker: 'bybit',
    environment: 'simulated',
    currency: 'USDT',
    sync: { ...defaultSyncSettings, ...sync },
    tradingState: { mode: 'ACTIVE', epoch: 0, by: 'system', atMs: nowMs },
    createdAtMs: nowMs,
  };
  for (let from = 0; from < count; from += 250) {
    const batch = db.batch();
    for (let index = from; index < Math.min(count, from + 250); index += 1)
      batch.set(db.doc(documents.account(benchDeskId, benchAccountId(index))), account);
    await batch.commit();
  }
}

/** Keeps a person present on the desk, so that its accounts count as watched. */
export async function keepWatched(scope: BenchScope, db: Firestore, deskId: string): Promise<void> {
  const presence = db.doc(documents.presence(deskId, 'bench-watcher'));
  const beat = () => presence.set({ name: 'Bench', page: '/positions', at: Timestamp.now() });
  await beat();
  const timer = setInterval(() => void beat().catch(() => {}), 15_000);
  scope.onEnd(() => clearInterval(timer));
}
