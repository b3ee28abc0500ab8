import { defaultSyncSettings, type AccountEnvironment } from '@tapedeck/core';
import { createConfigCredentials } from './credentials.ts';

const source = createConfigCredentials({ accountCredentials: { main: { apiKey: 'k', secret: 's' } } });

function find(accountId: string, environment: AccountEnvironment) {
  const account = {
    label: 'Main',
    broker: 'bybit',
    environment,
    currency: 'USDT',
    sync: defaultSyncSettings,
    tradingState: { mode: 'ACTIVE' as const, epoch: 0, by: 'test', atMs: 1 },
    createdAtMs: 1,
  };
  return source.find({ deskId: 'desk', accountId, account });
}

describe('createConfigCredentials', () => {
  it('finds the key of a simulated account', () => {
    expect(find('main', 'simulated')).toEqual({ apiKey: 'k', secret: 's' });
    expect(find('other', 'simulated')).toBeUndefined();
  });

  it('opens nothing but the simulator', () => {
    expect(find('main', 'live')).toBeUndefined();
    expect(find('main', 'testnet')).toBeUndefined();
  });
});
