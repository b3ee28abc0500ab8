import { deskCommandTypes, documents, type NotificationDocument, type TradingState } from '@tapedeck/core';
import { deskCommand, type DeskChange } from './desk-command.ts';
import { emergencyStopCondition, toNextState, toOrigin, toStateHolder } from './trading-state.ts';

/** Two presses within this time are one: a double click, or two people at the same moment. */
const onePressMs = 5_000;

interface Wish {
  readonly flatten: boolean;
}

/**
 * Whether a stop has to be carried out, or stands already. Cancelling stands as long as trading is HALTED; closing
 * what is open is done anew when it is asked for again later, because something may have been opened elsewhere since.
 */
function isNews({ flatten }: Wish, state: TradingState, atMs: number): boolean {
  if (state.mode !== 'HALTED') return true;
  return flatten && (state.flatten !== true || atMs - state.atMs > onePressMs);
}

/**
 * Latches HALTED under a new epoch. It depends on nothing but the desk or the account itself: no rate, no mode, no worker.
 * The sessions that listen to that document then cancel, close and verify.
 */
export const emergencyStop = deskCommand(deskCommandTypes.emergencyStop, (command): DeskChange => {
  const { db, deskId, commandId, payload, actor, atMs } = command;
  const holder = toStateHolder(command);
  const before = holder.stored.value.tradingState;
  if (!isNews(payload, before, atMs)) {
    return {
      summary: `${actor.name} pressed Emergency stop for ${holder.label}, which was stopped already: ${toOrigin(command, before)}.`,
      before: { tradingState: before },
      after: { tradingState: before },
      result: { epoch: before.epoch, changed: false },
      apply: () => {},
    };
  }

  const reason = payload.reason || (before.mode === 'HALTED' ? before.reason : undefined);
  const after = toNextState(
    before,
    { mode: 'HALTED', flatten: payload.flatten, ...(reason ? { reason } : {}) },
    command,
  );
  const what = payload.flatten ? 'every order is cancelled and every position closed' : 'every order is cancelled';
  const why = reason ? ` Reason: ${reason}.` : '';
  const notification: NotificationDocument = {
    atMs,
    category: 'risk',
    severity: 'critical',
    mustSee: true,
    title: `Emergency stop: ${holder.label}`,
    body:
      `${actor.name} stopped trading: ${what}, nothing new is sent.${why} ` +
      'The Risk page shows how far it has come; trading goes on when somebody resumes it there.',
    ...(payload.accountId === undefined ? {} : { accountId: payload.accountId }),
    activityId: `command-${commandId}`,
    condition: emergencyStopCondition,
  };
  return {
    summary: `${actor.name} stopped trading on ${holder.label}: ${what}.${why}`,
    before: { tradingState: before },
    after: { tradingState: after },
    result: { epoch: after.epoch, changed: true },
    apply: (batch) => {
      batch.update(holder.stored.ref, { tradingState: after }, { lastUpdateTime: holder.stored.updateTime });
      batch.create(db.doc(documents.notification(deskId, `emergency-stop-${commandId}`)), notification);
    },
  };
});
