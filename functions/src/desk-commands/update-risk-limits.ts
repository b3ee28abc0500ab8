import {
  AppError,
  changedLimits,
  changeLimits,
  defaultDeskLimits,
  deskCommandTypes,
  documents,
  type LimitEdit,
  type RiskLimits,
} from '@tapedeck/core';
import { accountOf, deskCommand, type Stored } from './desk-command.ts';

interface LimitHolder {
  readonly label: string;
  readonly stored: Stored<{ readonly limits?: RiskLimits | undefined }>;
  /** What holds where nothing was ever set, and again where a limit is removed. */
  readonly defaults: RiskLimits;
}

/** Changes the limits of the desk or of an account, and keeps the edit. */
export const updateRiskLimits = deskCommand(deskCommandTypes.updateRiskLimits, (command) => {
  const { db, deskId, commandId, payload, actor, atMs } = command;
  const { accountId } = payload;
  const holder: LimitHolder =
    accountId === undefined
      ? { label: 'the desk', stored: command.desk, defaults: defaultDeskLimits }
      : { label: accountOf(command).value.label, stored: accountOf(command), defaults: {} };
  const before = holder.stored.value.limits ?? holder.defaults;
  const after = changeLimits(before, payload.limits, holder.defaults);
  const changed = changedLimits({ before, after });
  if (changed.length === 0) {
    throw new AppError('conflict', `The limits of ${holder.label} are set like that already. Nothing was changed.`);
  }
  const edit: LimitEdit = {
    atMs,
    by: { uid: actor.uid, name: actor.name },
    ...(accountId === undefined ? {} : { accountId }),
    before,
    after,
    commandId,
  };
  return {
    summary: `${actor.name} changed risk limits of ${holder.label}: ${changed.join(', ')}.`,
    before: { limits: before },
    after: { limits: after },
    result: { changed },
    apply: (batch) => {
      batch.update(holder.stored.ref, { limits: after }, { lastUpdateTime: holder.stored.updateTime });
      batch.create(db.doc(documents.limitEdit(deskId, commandId)), edit);
    },
  };
});
