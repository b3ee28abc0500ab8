import { randomUUID } from 'node:crypto';
import { Firestore } from '@google-cloud/firestore';
import {
  collections,
  defaultSyncSettings,
  documents,
  type AccountDocument,
  type CommandDocument,
  type CommandName,
} from '@tapedeck/core';
import type { Broker } from '../../worker/src/brokers/broker.ts';
import { readConfig } from '../../worker/src/config.ts';
import { createLog } from '../../worker/src/log.ts';
import { createWorker, type Worker } from '../../worker/src/worker.ts';

jest.setTimeout(30_000);

export function connectAdmin(): Firestore {
  if (!process.env['FIRESTORE_EMULATOR_HOST']) {
    throw new Error('FIRESTORE_EMULATOR_HOST is not set. Run "npm test", which starts the emulators first.');
  }
  return new Firestore({ projectId: 'demo-tapedeck' });
}

/** A desk of its own with one account, so that tests do not see one another. */
export class WorkerDesk {
  readonly db: Firestore;
  readonly deskId = `worker-${randomUUID()}`;
  readonly accountId = 'main';
  readonly #workers: Worker[] = [];

  constructor(db: Firestore) {
    this.db = db;
  }

  async seed(parts: Partial<AccountDocument> = {}): Promise<void> {
    const account: AccountDocument = {
      label: 'Main',
      broker: 'fake',
      environment: 'simulated',
      currency: 'USDT',
      sync: { ...defaultSyncSettings, pollMs: 250 },
      tradingState: { mode: 'ACTIVE', epoch: 0, by: 'test', atMs: 1 },
      createdAtMs: 1,
      ...parts,
    };
    await this.db.doc(documents.account(this.deskId, this.accountId)).set(account);
    await this.db.doc(documents.presence(this.deskId, 'ada')).set({ name: 'Ada', page: '/', at: new Date() });
  }

  /** A worker that serves this desk alone. */
  async startWorker(broker: Broker): Promise<Worker> {
    const worker = createWorker({
      config: readConfig({ TAPEDECK_HEALTH_PORT: '0', TAPEDECK_LEASE_MS: '3000' }),
      log: createLog('silent'),
      version: 'test',
      createBroker: ({ deskId }) => (deskId === this.deskId ? broker : undefined),
    });
    this.#workers.push(worker);
    await worker.start();
    return worker;
  }

  async end(): Promise<void> {
    for (const worker of this.#workers) await worker.stop();
    await this.db.recursiveDelete(this.db.doc(documents.desk(this.deskId)));
  }

  async live(part: 'state' | 'positions' | 'connection'): Promise<Record<string, unknown> | undefined> {
    return (await this.db.doc(`${collections.live(this.deskId, this.accountId)}/${part}`).get()).data();
  }

  async activityTypes(): Promise<string[]> {
    const entries = await this.db.collection(collections.activity(this.deskId)).get();
    return entries.docs.map((entry) => String(entry.get('type'))).toSorted();
  }

  async account(): Promise<Record<string, unknown> | undefined> {
    return (await this.db.doc(documents.account(this.deskId, this.accountId)).get()).data();
  }

  async send(
    type: CommandName,
    payload: Record<string, unknown> = {},
    expiresInMs = 60_000,
  ): Promise<() => Promise<CommandDocument | undefined>> {
    const ref = this.db.doc(documents.command(this.deskId, randomUUID()));
    const nowMs = Date.now();
    const command: CommandDocument = {
      type,
      payload: { accountId: this.accountId, ...payload },
      accountId: this.accountId,
      actor: { uid: 'ada', name: 'Ada', role: 'owner' },
      status: 'pending',
      createdAtMs: nowMs,
      expiresAtMs: nowMs + expiresInMs,
      history: [{ status: 'pending', atMs: nowMs }],
    };
    await ref.set(command);
    return async () => (await ref.get()).data() as CommandDocument | undefined;
  }
}

/** Waits for a condition that something else brings about; says what was seen last when it does not come. */
export async function until<Value>(read: () => Promise<Value>, holds: (value: Value) => boolean): Promise<Value> {
  const endMs = Date.now() + 12_000;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (Date.now() > endMs) throw new Error(`It never came to that. Last seen: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
