import type { DeskCommandName } from '@tapedeck/core';
import { changeRole } from './change-role.ts';
import { connectAccount } from './connect-account.ts';
import { decideApproval } from './decide-approval.ts';
import type { DeskCommandHandler } from './desk-command.ts';
import { disableAccount } from './disable-account.ts';
import { emergencyStop } from './emergency-stop.ts';
import { enableAccount } from './enable-account.ts';
import { inviteMember } from './invite-member.ts';
import { removeAccount } from './remove-account.ts';
import { removeMember } from './remove-member.ts';
import { renameAccount } from './rename-account.ts';
import { resetPaperAccount } from './reset-paper-account.ts';
import { resumeTrading } from './resume-trading.ts';
import { rotateKey } from './rotate-key.ts';
import { setTradingMode } from './set-trading-mode.ts';
import { updateRiskLimits } from './update-risk-limits.ts';
import { withdrawInvite } from './withdraw-invite.ts';

export const deskCommandHandlers: Record<DeskCommandName, DeskCommandHandler> = {
  emergencyStop,
  resumeTrading,
  setTradingMode,
  decideApproval,
  updateRiskLimits,
  inviteMember,
  withdrawInvite,
  changeRole,
  removeMember,
  connectAccount,
  rotateKey,
  renameAccount,
  disableAccount,
  enableAccount,
  removeAccount,
  resetPaperAccount,
};
