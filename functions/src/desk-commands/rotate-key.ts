import { AppError, deskCommandTypes, documents, type AccountKey, type AccountSecretDocument } from '@tapedeck/core';
import { accountOf, deskCommand } from './desk-command.ts';

/** Puts a new sealed key in the place of the old one, which is gone with this commit. */
export const rotateKey = deskCommand(deskCommandTypes.rotateKey, (command) => {
  const { db, deskId, payload, actor, atMs } = command;
  const account = accountOf(command);
  if (account.value.environment === 'paper') {
    throw new AppError('rejected', `${account.value.label} is a paper account and has no key. Nothing was changed.`);
  }
  const before = account.value.key;
  const version = (before?.version ?? 0) + 1;
  const key: AccountKey = { state: 'checking', version, enteredAtMs: atMs, enteredBy: actor.name };
  const secret: AccountSecretDocument = { version, sealed: payload.key, enteredAtMs: atMs };
  return {
    summary: `${actor.name} replaced the key of ${account.value.label}.`,
    ...(before ? { before: { key: before } } : {}),
    after: { key },
    result: { version },
    apply: (batch) => {
      batch.update(account.ref, { key }, { lastUpdateTime: account.updateTime });
      batch.set(db.doc(documents.accountSecret(deskId, payload.accountId)), secret);
    },
  };
});
