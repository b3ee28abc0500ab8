import {
  AppError,
  defaultSyncSettings,
  deskCommandTypes,
  documents,
  type AccountDocument,
  type AccountSecretDocument,
} from '@tapedeck/core';
import { deskCommand } from './desk-command.ts';

/**
 * Creates an account. Its key, sealed to the worker, goes where no client reads it; the account says that it is being
 * checked until the worker has tried it. The id of a removed account stays taken: its history stands under that path.
 */
export const connectAccount = deskCommand(deskCommandTypes.connectAccount, async (command) => {
  const { db, deskId, payload, actor, atMs } = command;
  const { accountId, label, broker, environment, currency, key, paper } = payload;
  const ref = db.doc(documents.account(deskId, accountId));
  if (command.account || (await ref.listCollections()).length > 0) {
    throw new AppError(
      'conflict',
      `The id "${accountId}" stands for ${command.account ? `the account ${command.account.value.label}` : 'an account that was removed'}. ` +
        'Nothing was connected. Choose another id.',
      { details: { accountId } },
    );
  }
  const account: AccountDocument = {
    label,
    broker,
    environment,
    currency,
    sync: defaultSyncSettings,
    tradingState: { mode: 'ACTIVE', epoch: 0, by: actor.uid, atMs },
    ...(key ? { key: { state: 'checking', version: 1, enteredAtMs: atMs, enteredBy: actor.name } } : {}),
    ...(paper ? { paper: { ...paper, generation: 0 } } : {}),
    createdAtMs: atMs,
  };
  return {
    summary: `${actor.name} connected the account ${label} (${broker}, ${environment}).`,
    after: { label, broker, environment, currency, ...(paper ? { paper } : {}) },
    apply: (batch) => {
      batch.create(ref, account);
      if (!key) return;
      const secret: AccountSecretDocument = { version: 1, sealed: key, enteredAtMs: atMs };
      batch.set(db.doc(documents.accountSecret(deskId, accountId)), secret);
    },
  };
});
