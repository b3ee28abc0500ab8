import { deskCommandTypes, documents } from '@tapedeck/core';
import { accountOf, deskCommand } from './desk-command.ts';
import { findStopNotifications, toResolved } from './trading-state.ts';
import { checkTypedLabel } from './typed-label.ts';

/** Removes the account and its key. Its orders, fills and ledger stay below its path; at the broker nothing changes. */
export const removeAccount = deskCommand(deskCommandTypes.removeAccount, async (command) => {
  const { db, deskId, payload, actor, atMs } = command;
  const account = accountOf(command);
  checkTypedLabel(account.value, payload.confirmation);
  const { label, broker, environment, currency } = account.value;
  const notifications = await findStopNotifications(command);
  return {
    summary: `${actor.name} removed the account ${label} and its key. Its orders and positions at the broker stay as they are.`,
    before: { label, broker, environment, currency },
    apply: (batch) => {
      batch.delete(account.ref, { lastUpdateTime: account.updateTime });
      batch.delete(db.doc(documents.accountSecret(deskId, payload.accountId)));
      batch.delete(db.doc(documents.paperAccount(deskId, payload.accountId)));
      for (const ref of notifications) batch.update(ref, toResolved(atMs));
    },
  };
});
