import { isDeepStrictEqual } from 'node:util';
import {
  accountDocumentSchema,
  AppError,
  commandDocumentSchema,
  commandRateDocumentSchema,
  deskDocumentSchema,
  documents,
  isDeskCommand,
  type AccountDocument,
  type CommandDocument,
  type CommandReceipt,
  type DeskDocument,
} from '@tapedeck/core';
import type { DocumentSnapshot, WriteBatch } from 'firebase-admin/firestore';
import type { CommandBackend } from '../backend.ts';
import { deskCommandHandlers } from '../desk-commands/desk-command-handlers.ts';
import type { DeskChange, Stored } from '../desk-commands/desk-command.ts';
import { requireCaller, type Caller } from '../edge/caller.ts';
import { optimistically } from '../store/optimistic.ts';
import { readDocument } from '../store/read-document.ts';
import { checkTradingState, requireAccount, requireRole } from './command-permission.ts';
import { isRateLimited, takeToken } from './command-rate.ts';
import { checkExpiry, parseCommandRequest, type CheckedRequest } from './command-request.ts';
import { withoutSecrets } from './command-secrets.ts';
import { toDoneRecord, toPendingRecord, type TakenCommand } from './stored-command.ts';

/** The receipt of a command sent before under this id; the same id may not stand for two different commands. */
function answerRepeat(existing: CommandDocument, request: CheckedRequest, uid: string): CommandReceipt {
  const isSame =
    existing.actor.uid === uid &&
    existing.type === request.type &&
    isDeepStrictEqual(existing.payload, withoutSecrets(request.commandType, request.payload));
  if (!isSame) {
    throw new AppError(
      'conflict',
      `The id ${request.commandId} already stands for another command. This one was not sent. Send it under a new id.`,
      { details: { commandId: request.commandId } },
    );
  }
  const { status, expiresAtMs } = existing;
  return { commandId: request.commandId, status, expiresAtMs, repeated: true };
}

function toStored<Value>(snapshot: DocumentSnapshot, value: Value | undefined): Stored<Value> | undefined {
  return value === undefined || !snapshot.updateTime
    ? undefined
    : { ref: snapshot.ref, value, updateTime: snapshot.updateTime };
}

/** What a desk command does, decided on what was read; nothing for a command that a worker carries out. */
async function decide(
  { db, webOrigin }: CommandBackend,
  { request, actor, atMs }: TakenCommand,
  desk: Stored<DeskDocument> | undefined,
  account: Stored<AccountDocument> | undefined,
): Promise<DeskChange | undefined> {
  const { type, deskId, commandId, payload } = request;
  if (!isDeskCommand(type) || !desk) return undefined;
  const about = account ? { account } : {};
  return deskCommandHandlers[type]({ db, webOrigin, deskId, commandId, payload, actor, desk, ...about, atMs });
}

function spendToken(batch: WriteBatch, bucket: DocumentSnapshot, nowMs: number): void {
  const rate = takeToken(readDocument(commandRateDocumentSchema, bucket), nowMs);
  if (bucket.updateTime) batch.update(bucket.ref, { ...rate }, { lastUpdateTime: bucket.updateTime });
  else batch.create(bucket.ref, rate);
}

/**
 * Takes a command: checks it, and stores it in one commit with the activity entry that tells of it, so that nothing is
 * run that was not written down first. A command on the desk itself is carried out by that same commit; any other waits
 * for its worker. A repeat is answered before rate and expiry are looked at: it costs nothing, and its sender learns what
 * became of the first one however late the answer comes.
 */
export async function sendCommand(
  backend: CommandBackend,
  anyone: Caller | undefined,
  data: unknown,
): Promise<CommandReceipt> {
  const { db, nowMs } = backend;
  const caller = requireCaller(anyone);
  const request = parseCommandRequest(data);
  const { deskId, commandId, commandType, accountId } = request;
  const commandRef = db.doc(documents.command(deskId, commandId));
  const accountRefs = accountId === undefined ? [] : [db.doc(documents.account(deskId, accountId))];

  return optimistically(async () => {
    const [deskFound, commandFound, rateFound, accountFound] = await db.getAll(
      db.doc(documents.desk(deskId)),
      commandRef,
      db.doc(documents.commandRate(deskId, caller.uid)),
      ...accountRefs,
    );
    if (!deskFound || !commandFound || !rateFound) throw new AppError('internal', 'Firestore left out documents.');
    const desk = readDocument(deskDocumentSchema, deskFound);
    const role = requireRole(desk, caller.uid, commandType);
    const existing = readDocument(commandDocumentSchema, commandFound);
    if (existing) return answerRepeat(existing, request, caller.uid);

    const account = accountFound && readDocument(accountDocumentSchema, accountFound);
    if (accountId !== undefined && !request.isNewAccount) requireAccount(account, accountId);
    const atMs = nowMs();
    const batch = db.batch();
    if (isRateLimited(request.type)) spendToken(batch, rateFound, atMs);
    checkTradingState(commandType, ...(desk ? [desk.tradingState] : []), ...(account ? [account.tradingState] : []));
    const name = desk?.people[caller.uid]?.name ?? caller.name;
    const taken: TakenCommand = {
      request,
      actor: { uid: caller.uid, name, role },
      account,
      atMs,
      expiresAtMs: checkExpiry(request, atMs),
    };

    const change = await decide(
      backend,
      taken,
      toStored(deskFound, desk),
      accountFound && toStored(accountFound, account),
    );
    const { command, activity } = change ? toDoneRecord(taken, change) : toPendingRecord(taken);
    batch.create(commandRef, command);
    batch.create(db.doc(documents.activity(deskId, `command-${commandId}`)), activity);
    change?.apply(batch);
    await batch.commit();
    const once = change?.once ? { once: { ...change.once } } : {};
    return { commandId, status: command.status, expiresAtMs: taken.expiresAtMs, repeated: false, ...once };
  });
}
