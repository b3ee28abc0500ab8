import { AppError, deskCommandTypes, type PaperSettings } from '@tapedeck/core';
import { accountOf, deskCommand } from './desk-command.ts';
import { checkTypedLabel } from './typed-label.ts';

/** Starts the account's engine anew: the worker makes one afresh for each generation. */
export const resetPaperAccount = deskCommand(deskCommandTypes.resetPaperAccount, (command) => {
  const account = accountOf(command);
  const { label, paper: before } = account.value;
  if (!before) throw new AppError('rejected', `${label} is no paper account and cannot be reset. Nothing was changed.`);
  checkTypedLabel(account.value, command.payload.confirmation);
  const after: PaperSettings = { ...before, generation: before.generation + 1 };
  return {
    summary: `${command.actor.name} reset the paper account ${label} to ${after.startBalance} ${account.value.currency}.`,
    before: { paper: before },
    after: { paper: after },
    result: { generation: after.generation },
    apply: (batch) => {
      batch.update(account.ref, { paper: after }, { lastUpdateTime: account.updateTime });
    },
  };
});
