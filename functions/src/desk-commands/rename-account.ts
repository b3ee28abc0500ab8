import { AppError, deskCommandTypes } from '@tapedeck/core';
import { accountOf, deskCommand } from './desk-command.ts';

export const renameAccount = deskCommand(deskCommandTypes.renameAccount, (command) => {
  const account = accountOf(command);
  const [before, after] = [account.value.label, command.payload.label];
  if (before === after) throw new AppError('conflict', `The account is called ${before} already. Nothing was changed.`);
  return {
    summary: `${command.actor.name} renamed the account ${before} to ${after}.`,
    before: { label: before },
    after: { label: after },
    apply: (batch) => {
      batch.update(account.ref, { label: after }, { lastUpdateTime: account.updateTime });
    },
  };
});
