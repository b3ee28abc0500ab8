import { randomUUID } from 'node:crypto';
import type { Firestore } from '@google-cloud/firestore';
import {
  accountDocumentSchema,
  activityDocumentSchema,
  collections,
  commandDocumentSchema,
  deskDocumentSchema,
  documents,
  notificationDocumentSchema,
  type AccountDocument,
  type ActivityDocument,
  type CommandDocument,
  type CommandName,
  type CommandReceipt,
  type DeskDocument,
  type NotificationDocument,
  type Role,
} from '@tapedeck/core';
import { sendCommand } from '../../functions/src/commands/send-command.ts';
import type { Caller } from '../../functions/src/edge/caller.ts';
import { createDesk, type DeskFixture } from './functions-client.ts';

export const webOrigin = 'https://desk.example.com';

export type Payload = Record<string, unknown>;

export interface SendOptions {
  readonly as?: Caller;
  readonly commandId?: string;
  readonly nowMs?: number;
  readonly sentAtMs?: number;
}

/** A desk of its own, whose commands are run in this process on the emulated Firestore. */
export interface TestDesk extends DeskFixture {
  readonly people: Readonly<Record<Role | 'stranger', Caller>>;
  /** As the owner, now, under a new id, where nothing else is said. */
  send(type: CommandName, payload: Payload, options?: SendOptions): Promise<CommandReceipt>;
  desk(): Promise<DeskDocument>;
  account(accountId?: string): Promise<AccountDocument | undefined>;
  command(commandId: string): Promise<CommandDocument>;
  activity(commandId: string): Promise<ActivityDocument>;
  notifications(): Promise<readonly NotificationDocument[]>;
  /** How many documents stand in the collections that commands write to. */
  count(): Promise<number>;
}

export async function openTestDesk(admin: Firestore): Promise<TestDesk> {
  const named = (role: Role | 'stranger'): Caller => {
    const uid = `${role}-${randomUUID()}`;
    return { uid, name: `The ${role}`, email: `${uid}@example.com` };
  };
  const people = {
    owner: named('owner'),
    trader: named('trader'),
    viewer: named('viewer'),
    stranger: named('stranger'),
  };
  const { owner, trader, viewer } = people;
  const fixture = await createDesk(admin, { owner, trader, viewer });
  const { deskId } = fixture;
  const read = async (path: string) => (await admin.doc(path).get()).data();
  return {
    ...fixture,
    people,
    send(type, payload, options = {}) {
      const nowMs = options.nowMs ?? Date.now();
      const commandId = options.commandId ?? randomUUID();
      const request = { deskId, commandId, type, payload, sentAtMs: options.sentAtMs ?? nowMs };
      return sendCommand({ db: admin, nowMs: () => nowMs, webOrigin }, options.as ?? people.owner, request);
    },
    desk: async () => deskDocumentSchema.parse(await read(documents.desk(deskId))),
    account: async (accountId = fixture.accountId) =>
      accountDocumentSchema.optional().parse(await read(documents.account(deskId, accountId))),
    command: async (id) => commandDocumentSchema.parse(await read(documents.command(deskId, id))),
    activity: async (id) => activityDocumentSchema.parse(await read(documents.activity(deskId, `command-${id}`))),
    notifications: async () => {
      const { docs } = await admin.collection(collections.notifications(deskId)).orderBy('atMs').get();
      return docs.map((snapshot) => notificationDocumentSchema.parse(snapshot.data()));
    },
    count: async () => {
      const written = [collections.commands, collections.activity, collections.notifications, collections.limitEdits];
      const counts = await Promise.all(
        [...written, collections.invites].map((toPath) => admin.collection(toPath(deskId)).count().get()),
      );
      return counts.reduce((sum, snapshot) => sum + snapshot.data().count, 0);
    },
  };
}
