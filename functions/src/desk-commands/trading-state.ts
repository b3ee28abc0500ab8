import { AppError, collections, notificationDocumentSchema, type TradingState } from '@tapedeck/core';
import { FieldValue, type DocumentReference } from 'firebase-admin/firestore';
import { toClock } from '../clock.ts';
import { readDocument } from '../store/read-document.ts';
import { accountOf, toPersonName, type DeskCommand, type Stored } from './desk-command.ts';

export const emergencyStopCondition = 'emergency-stop';

interface Scope {
  readonly accountId?: string | undefined;
}

/** Whose trading state a command is about: that of the whole desk, or of one account. */
export interface StateHolder {
  /** Part of a sentence: "Bybit main", "the whole desk". */
  readonly label: string;
  readonly stored: Stored<{ readonly tradingState: TradingState }>;
}

export function toStateHolder(command: DeskCommand<Scope>): StateHolder {
  if (command.payload.accountId === undefined) return { label: 'the whole desk', stored: command.desk };
  const account = accountOf(command);
  return { label: account.value.label, stored: account };
}

/** The state after `change`, under a new epoch. A reason or a wish to flatten is never carried over. */
export function toNextState(
  before: TradingState,
  change: Pick<TradingState, 'mode' | 'reason' | 'flatten'>,
  { actor, atMs }: Pick<DeskCommand<unknown>, 'actor' | 'atMs'>,
): TradingState {
  const { mode, reason, flatten } = change;
  return {
    mode,
    epoch: before.epoch + 1,
    ...(reason ? { reason } : {}),
    by: actor.uid,
    atMs,
    ...(flatten ? { flatten } : {}),
  };
}

/** Who put the state as it is, when, and why: "Ada put it to HALTED at 12:00:00 UTC (fat finger)". */
export function toOrigin({ desk }: DeskCommand<unknown>, { mode, epoch, by, atMs, reason }: TradingState): string {
  if (epoch === 0) return 'it has been so from the start';
  const why = reason ? ` (${reason})` : '';
  return `${toPersonName(desk.value, by)} put it to ${mode} at ${toClock(atMs)}${why}`;
}

/** Refuses to undo a change that the sender has not seen. */
export function checkSeenEpoch(command: DeskCommand<{ readonly seenEpoch: number }>, holder: StateHolder): void {
  const now = holder.stored.value.tradingState;
  if (now.epoch === command.payload.seenEpoch) return;
  throw new AppError(
    'conflict',
    `The trading state of ${holder.label} has changed since this page showed it: ${toOrigin(command, now)}. ` +
      'Nothing was changed. Look at it as it is now, and send again if that is still wanted.',
    { details: { epoch: now.epoch, mode: now.mode } },
  );
}

/** The notifications of stops that stand for this holder. */
export async function findStopNotifications({ db, deskId, payload }: DeskCommand<Scope>): Promise<DocumentReference[]> {
  const open = await db
    .collection(collections.notifications(deskId))
    .where('condition', '==', emergencyStopCondition)
    .get();
  const isOfHolder = (accountId: string | undefined) => accountId === payload.accountId;
  return open.docs
    .filter((snapshot) => isOfHolder(readDocument(notificationDocumentSchema, snapshot)?.accountId))
    .map(({ ref }) => ref);
}

/** What is written to a notification whose condition is over. */
export function toResolved(atMs: number): Record<string, unknown> {
  return { resolvedAtMs: atMs, condition: FieldValue.delete() };
}
