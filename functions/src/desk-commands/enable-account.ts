import { AppError, deskCommandTypes } from '@tapedeck/core';
import { FieldValue } from 'firebase-admin/firestore';
import { accountOf, deskCommand } from './desk-command.ts';

export const enableAccount = deskCommand(deskCommandTypes.enableAccount, (command) => {
  const account = accountOf(command);
  const { label, disabled: before } = account.value;
  if (!before) throw new AppError('conflict', `${label} is switched on already. Nothing was changed.`);
  return {
    summary: `${command.actor.name} switched the account ${label} on.`,
    before: { disabled: before },
    apply: (batch) => {
      batch.update(account.ref, { disabled: FieldValue.delete() }, { lastUpdateTime: account.updateTime });
    },
  };
});
