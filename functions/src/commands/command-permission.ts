import {
  AppError,
  type AccountDocument,
  type CommandType,
  type DeskDocument,
  type Role,
  type TradingState,
} from '@tapedeck/core';

/** The role of a person on a desk. A desk that does not exist and one of others are told alike. */
export function requireRole(desk: DeskDocument | undefined, uid: string, commandType: CommandType): Role {
  const role = desk && Object.hasOwn(desk.members, uid) ? desk.members[uid] : undefined;
  if (!role) {
    throw new AppError(
      'forbidden',
      'You are no member of this desk, or there is none of this id. Nothing was sent. Ask its owner to invite you.',
    );
  }
  if (!commandType.roles.includes(role)) {
    throw new AppError(
      'forbidden',
      `"${commandType.title}" needs the role ${commandType.roles.join(' or ')}; you are ${role}. Nothing was sent.`,
      { details: { role, needs: commandType.roles } },
    );
  }
  return role;
}

/** Refuses what the trading state of the desk or of the account does not let through. */
export function checkTradingState(commandType: CommandType, ...states: readonly TradingState[]): void {
  const { modes, title } = commandType;
  const against = modes && states.find((state) => !modes.includes(state.mode));
  if (!against) return;
  const reason = against.reason ? ` (${against.reason})` : '';
  throw new AppError(
    'rejected',
    `Trading is ${against.mode}${reason}, so "${title}" was refused. Nothing was sent. Resume trading first.`,
    { details: { mode: against.mode, epoch: against.epoch } },
  );
}

export function requireAccount(account: AccountDocument | undefined, accountId: string): AccountDocument {
  if (account) return account;
  throw new AppError(
    'not-found',
    `There is no account "${accountId}" on this desk. Nothing was sent. Choose another account.`,
    { details: { accountId } },
  );
}
