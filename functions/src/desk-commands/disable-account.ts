import { AppError, deskCommandTypes } from '@tapedeck/core';
import { accountOf, deskCommand } from './desk-command.ts';

/** Switches an account off: its worker lets go of it, and none opens it until it is switched on again. */
export const disableAccount = deskCommand(deskCommandTypes.disableAccount, (command) => {
  const { actor, atMs } = command;
  const account = accountOf(command);
  const { label, disabled: before } = account.value;
  if (before) {
    throw new AppError('conflict', `${before.by} has switched ${label} off already. Nothing was changed.`);
  }
  const disabled = { by: actor.name, atMs };
  return {
    summary: `${actor.name} switched the account ${label} off. Its orders and positions at the broker stay as they are.`,
    after: { disabled },
    apply: (batch) => {
      batch.update(account.ref, { disabled }, { lastUpdateTime: account.updateTime });
    },
  };
});
