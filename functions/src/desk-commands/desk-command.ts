import { AppError, type AccountDocument, type CommandDocument, type DeskDocument } from '@tapedeck/core';
import type { DocumentReference, Firestore, Timestamp, WriteBatch } from 'firebase-admin/firestore';

/** A document as it was read; `updateTime` is what a commit names as its precondition. */
export interface Stored<Value> {
  readonly ref: DocumentReference;
  readonly value: Value;
  readonly updateTime: Timestamp;
}

/** A desk command that has passed the checks that all commands share. */
export interface DeskCommand<Payload> {
  readonly db: Firestore;
  /** Where the web app is served, without a slash at the end. */
  readonly webOrigin: string;
  readonly deskId: string;
  readonly commandId: string;
  readonly payload: Payload;
  readonly actor: CommandDocument['actor'];
  readonly desk: Stored<DeskDocument>;
  /** The account that the payload names; absent where it names none, or one that does not exist. */
  readonly account?: Stored<AccountDocument>;
  readonly atMs: number;
}

/** What a desk command changes, and what is told of it. */
export interface DeskChange {
  /** One sentence for the activity. */
  readonly summary: string;
  /** Account that it is about, where the payload does not name it. */
  readonly accountId?: string;
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  /** For the sender's eyes, in the first answer alone; stored nowhere. */
  readonly once?: Readonly<Record<string, string>>;
  /** Adds its writes to the commit that stores the command. A precondition that fails makes all of it run anew. */
  readonly apply: (batch: WriteBatch) => void;
}

export type DeskCommandHandler = (command: DeskCommand<unknown>) => Promise<DeskChange>;

interface PayloadSchema<Payload> {
  readonly payload: { parse(value: unknown): Payload };
}

/** Makes a handler that is given its payload by type. It reads and decides; only what it returns is written. */
export function deskCommand<Payload>(
  type: PayloadSchema<Payload>,
  decide: (command: DeskCommand<Payload>) => DeskChange | Promise<DeskChange>,
): DeskCommandHandler {
  return async (command) => decide({ ...command, payload: type.payload.parse(command.payload) });
}

/** The account that the command names, which `sendCommand` has found. */
export function accountOf(command: DeskCommand<unknown>): Stored<AccountDocument> {
  if (command.account) return command.account;
  throw new AppError('internal', 'A command on an account was carried out without one.');
}

/** Name of a person of the desk, by uid. */
export function toPersonName(desk: DeskDocument, uid: string): string {
  return (Object.hasOwn(desk.people, uid) ? desk.people[uid]?.name : undefined) ?? 'somebody no longer on this desk';
}
