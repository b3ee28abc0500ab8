import type { WorkerCommandName } from '@tapedeck/core';
import type { CommandHandler } from './command-handler.ts';
import { forceSync } from './force-sync.ts';
import { pauseAccount } from './pause-account.ts';
import { resumeAccount } from './resume-account.ts';
import { tradingHandlers } from './trading.ts';
import { updateSyncSettings } from './update-sync-settings.ts';

export { tradingRecoveries } from './trading.ts';
export type { AccountWrites, CommandContext } from './command-handler.ts';

export const commandHandlers: { readonly [Name in WorkerCommandName]?: CommandHandler<Name> } = {
  forceSync,
  pauseAccount,
  resumeAccount,
  updateSyncSettings,
  ...tradingHandlers,
};
