import { defaultSyncSettings, type AccountDocument } from '@tapedeck/core';
import { createBrokerFactory } from './broker-factory.ts';
import { CcxtBroker } from './brokers/ccxt-broker.ts';
import { createConfigCredentials } from './credentials.ts';
import { createLog } from './log.ts';

const account: AccountDocument = {
  label: 'Main',
  broker: 'bybit',
  environment: 'simulated',
  currency: 'USDT',
  sync: defaultSyncSettings,
  tradingState: { mode: 'ACTIVE', epoch: 0, by: 'test', atMs: 1 },
  createdAtMs: 1,
};
const source = createConfigCredentials({ accountCredentials: { main: { apiKey: 'key', secret: 'secret' } } });
const factory = (unservedAccounts: 'say' | 'leave') =>
  createBrokerFactory({ simulatorUrl: 'http://127.0.0.1:1', unservedAccounts }, source, createLog('silent'));
const createBroker = factory('say');

describe('the broker of an account', () => {
  it('is opened with the key of that account', () => {
    expect(createBroker({ deskId: 'desk', accountId: 'main', account })).toBeInstanceOf(CcxtBroker);
  });

  it('says that the worker has no key for it', async () => {
    const broker = createBroker({ deskId: 'desk', accountId: 'other', account });
    await expect(broker?.connect()).rejects.toMatchObject({
      code: 'unauthorized-at-broker',
      message:
        'The worker has no API key for the account "other", so nothing of it is read. Give it one and restart it.',
    });
  });

  it('says that the worker does not know the broker', async () => {
    const broker = createBroker({ deskId: 'desk', accountId: 'main', account: { ...account, broker: 'mt5' } });
    await expect(broker?.connect()).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('is left to other workers where that is wished', () => {
    expect(factory('leave')({ deskId: 'desk', accountId: 'other', account })).toBeUndefined();
    expect(factory('leave')({ deskId: 'desk', accountId: 'main', account })).toBeInstanceOf(CcxtBroker);
  });
});
