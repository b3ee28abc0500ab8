import type { CommandName, CommandPayload } from '@tapedeck/core';

const accountId = 'no-such-account';
const slot = { accountId, positionId: 'BTC-USDT-PERP_net', side: 'long' } as const;
const key = { keyId: 'k', encapsulated: 'e', ciphertext: 'c' };

/** The two commands that make something under an id that must be free. */
type MakingCommand = 'inviteMember' | 'connectAccount';

/**
 * A well formed payload of every other command, about something that does not exist: whoever may send it is refused for
 * that alone, and nothing is written.
 */
export const examplePayloads: { readonly [Name in Exclude<CommandName, MakingCommand>]: CommandPayload<Name> } = {
  forceSync: { accountId },
  updateSyncSettings: { accountId, sync: { pollMs: 500 } },
  pauseAccount: { accountId },
  resumeAccount: { accountId },
  placeOrder: {
    accountId,
    instrumentId: 'BTC-USDT-PERP',
    side: 'buy',
    type: 'market',
    quantity: { unit: 'base', value: '1' },
  },
  amendOrder: { accountId, clientOrderId: 'x', quantity: '1' },
  cancelOrder: { accountId, clientOrderId: 'x' },
  cancelAll: { accountId },
  closePosition: slot,
  reversePosition: slot,
  setStops: { ...slot, stopLoss: '1' },
  setLeverage: { accountId, instrumentId: 'BTC-USDT-PERP', leverage: '3' },
  setPositionMode: { accountId, mode: 'hedge' },
  emergencyStop: { accountId, flatten: false },
  resumeTrading: { accountId, mode: 'ACTIVE', seenEpoch: 0, confirmation: 'RESUME' },
  setTradingMode: { accountId, mode: 'REDUCING', seenEpoch: 0 },
  decideApproval: { commandId: 'no-such-command', approve: true },
  updateRiskLimits: { accountId, limits: { maxLeverage: '3' } },
  withdrawInvite: { inviteId: 'no-such-invite' },
  changeRole: { uid: 'nobody', role: 'viewer' },
  removeMember: { uid: 'nobody' },
  rotateKey: { accountId, key },
  renameAccount: { accountId, label: 'x' },
  disableAccount: { accountId },
  enableAccount: { accountId },
  removeAccount: { accountId, confirmation: 'x' },
  resetPaperAccount: { accountId, confirmation: 'x' },
};

export function connectPayload(id: string): CommandPayload<'connectAccount'> {
  return { accountId: id, label: 'x', broker: 'kraken', environment: 'live', currency: 'USD', key };
}
