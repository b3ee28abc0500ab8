import { syncSettingsSchema } from '@tapedeck/core';
import type { CommandHandler } from './command-handler.ts';

/** Settings that the payload leaves out stay as they are. */
export const updateSyncSettings: CommandHandler<'updateSyncSettings'> = async (payload, { session, writes }) => {
  const before = session.account.sync;
  const sync = syncSettingsSchema.parse({ ...before, ...payload.sync });
  await writes.setSync(session.claim, sync);
  session.update({ ...session.account, sync });
  return { before, sync };
};
