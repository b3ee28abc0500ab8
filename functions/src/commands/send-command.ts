import { isDeepStrictEqual } from 'node:util';
import {
  accountDocumentSchema,
  AppError,
  commandDocumentSchema,
  commandRateDocumentSchema,
  deskDocumentSchema,
  documents,
  type ActivityDocument,
  type CommandDocument,
  type CommandReceipt,
} from '@tapedeck/core';
import type { Backend } from '../backend.ts';
import { requireCaller, type Caller } from '../edge/caller.ts';
import { optimistically } from '../store/optimistic.ts';
import { readDocument } from '../store/read-document.ts';
import { checkTradingState, requireAccount, requireRole } from './command-permission.ts';
import { takeToken } from './command-rate.ts';
import { checkExpiry, parseCommandRequest, type CheckedRequest } from './command-request.ts';

/** The receipt of a command sent before under this id; the same id may not stand for two different commands. */
function answerRepeat(existing: CommandDocument, request: CheckedRequest, uid: string): CommandReceipt {
  const isSame =
    existing.actor.uid === uid &&
    existing.type === request.type &&
    isDeepStrictEqual(existing.payload, request.payload);
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

/**
 * Takes a command: checks it, and stores it in one commit with the activity entry that tells of it, so that nothing is
 * run that was not written down first. A repeat is answered before rate and expiry are looked at: it costs nothing, and its
 * sender learns what became of the first one however late the answer comes.
 */
export async function sendCommand(
  { db, nowMs }: Backend,
  anyone: Caller | undefined,
  data: unknown,
): Promise<CommandReceipt> {
  const caller = requireCaller(anyone);
  const request = parseCommandRequest(data);
  const { deskId, commandId, commandType, payload, accountId } = request;
  const deskRef = db.doc(documents.desk(deskId));
  const commandRef = db.doc(documents.command(deskId, commandId));
  const rateRef = db.doc(documents.commandRate(deskId, caller.uid));
  const accountRef = accountId === undefined ? undefined : db.doc(documents.account(deskId, accountId));

  return optimistically(async () => {
    const [deskFound, commandFound, rateFound, accountFound] = await db.getAll(
      deskRef,
      commandRef,
      rateRef,
      ...(accountRef ? [accountRef] : []),
    );
    if (!deskFound || !commandFound || !rateFound) throw new AppError('internal', 'Firestore left out documents.');
    const desk = readDocument(deskDocumentSchema, deskFound);
    const role = requireRole(desk, caller.uid, commandType);
    const existing = readDocument(commandDocumentSchema, commandFound);
    if (existing) return answerRepeat(existing, request, caller.uid);

    const account =
      accountId === undefined || !accountFound
        ? undefined
        : requireAccount(readDocument(accountDocumentSchema, accountFound), accountId);
    const atMs = nowMs();
    const rate = takeToken(readDocument(commandRateDocumentSchema, rateFound), atMs);
    checkTradingState(commandType, ...(desk ? [desk.tradingState] : []), ...(account ? [account.tradingState] : []));
    const expiresAtMs = checkExpiry(request, atMs);

    const name = desk?.people[caller.uid]?.name ?? caller.name;
    const command: CommandDocument = {
      type: request.type,
      payload,
      ...(accountId === undefined ? {} : { accountId }),
      actor: { uid: caller.uid, name, role },
      status: 'pending',
      createdAtMs: atMs,
      expiresAtMs,
      history: [{ status: 'pending', atMs }],
    };
    const activity: ActivityDocument = {
      atMs,
      kind: 'command',
      type: 'command-sent',
      actor: { kind: 'user', id: caller.uid, name },
      summary: `${name} sent "${commandType.title}"${account ? ` to ${account.label}` : ''}.`,
      ...(accountId === undefined ? {} : { accountId }),
      commandId,
      details: { type: request.type, payload },
    };
    const batch = db.batch();
    batch.create(commandRef, command);
    batch.create(db.doc(documents.activity(deskId, `command-${commandId}`)), activity);
    if (rateFound.updateTime) batch.update(rateRef, { ...rate }, { lastUpdateTime: rateFound.updateTime });
    else batch.create(rateRef, rate);
    await batch.commit();
    return { commandId, status: command.status, expiresAtMs, repeated: false };
  });
}
