import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Firestore } from '@google-cloud/firestore';
import {
  defaultSyncSettings,
  documents,
  type AccountDocument,
  type DeskDocument,
  type UserDocument,
} from '@tapedeck/core';
import { startChild, type Child } from '../../../scripts/stack/child.ts';
import { workerCommand } from '../../../scripts/stack/worker-command.ts';
import { createPerson, type NewPerson } from './people.ts';
import type { Venue } from './venue.ts';

const workerFolder = path.join(import.meta.dirname, '..', '..', '..', 'worker');

export interface OwnDesk {
  readonly owner: NewPerson;
  readonly deskId: string;
  readonly accountId: string;
  /** Starts a worker that has keys for this desk's account alone. */
  startWorker(): Promise<Child>;
  stop(): Promise<void>;
}

/** A desk with one account and no worker but its own: what is done to that worker, no other test feels. */
export async function openOwnDesk(admin: Firestore, venue: Venue): Promise<OwnDesk> {
  const id = `own-${randomUUID().slice(0, 8)}`;
  const owner = await createPerson('Oscar Own');
  const keys = await venue.openAccount(id, [{ symbol: 'LTCUSDT', side: 'Buy', size: '2.0', leverage: '5' }]);
  const createdAtMs = Date.now();
  const tradingState = { mode: 'ACTIVE', epoch: 0, by: 'test', atMs: createdAtMs } as const;
  const { uid, name, email } = owner;
  const desk: DeskDocument = {
    name: 'Own desk',
    members: { [uid]: 'owner' },
    people: { [uid]: { name, email } },
    tradingState,
    createdAtMs,
  };
  const account: AccountDocument = {
    label: 'Lone',
    broker: 'bybit',
    environment: 'simulated',
    currency: 'USDT',
    sync: defaultSyncSettings,
    tradingState,
    createdAtMs,
  };
  const user: UserDocument = { name, email, deskIds: [id], createdAtMs };
  const batch = admin.batch();
  batch.set(admin.doc(documents.desk(id)), desk);
  batch.set(admin.doc(documents.account(id, id)), account);
  batch.set(admin.doc(documents.user(uid)), user);
  await batch.commit();

  const workers: Child[] = [];
  const command = workerCommand();
  return {
    owner,
    deskId: id,
    accountId: id,
    async startWorker() {
      const worker = startChild(`worker of ${id}`, [...command.flags, path.join('build', 'main.js')], {
        cwd: workerFolder,
        env: {
          ...process.env,
          ...command.env,
          TAPEDECK_WORKER_NAME: id,
          TAPEDECK_HEALTH_PORT: '0',
          TAPEDECK_UNSERVED_ACCOUNTS: 'leave',
          TAPEDECK_ACCOUNT_CREDENTIALS: JSON.stringify({ [id]: keys }),
        },
        ready: /worker ready/,
      });
      workers.push(worker);
      await worker.ready;
      return worker;
    },
    async stop() {
      await Promise.all(workers.map((worker) => worker.stop()));
      await admin.recursiveDelete(admin.doc(documents.desk(id)));
    },
  };
}
