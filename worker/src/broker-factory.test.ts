import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defaultSyncSettings, toSealContext, type AccountDocument, type AccountSecretDocument } from '@tapedeck/core';
import { createBrokerFactory } from './broker-factory.ts';
import { CcxtBroker } from './brokers/ccxt-broker.ts';
import { createConfigCredentials } from './credentials.ts';
import { createLog } from './log.ts';
import { PaperBroker } from './brokers/paper-broker.ts';
import { KeyedBroker } from './sealing/keyed-broker.ts';
import { createSealingKeyFile } from './sealing/sealing-key-file.ts';
import type { KeyCheck } from './store/secret-store.ts';
import { MemoryVaults } from './testing/memory-vault.ts';
import { sealFor } from './testing/seal-for.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'broker-factory-'));
afterAll(() => rmSync(folder, { recursive: true }));
const sealing = createSealingKeyFile(path.join(folder, 'key.json'));

const account: AccountDocument = {
  label: 'Main',
  broker: 'bybit',
  environment: 'simulated',
  currency: 'USDT',
  sync: defaultSyncSettings,
  tradingState: { mode: 'ACTIVE', epoch: 0, by: 'test', atMs: 1 },
  createdAtMs: 1,
};
const keyed: AccountDocument = {
  ...account,
  environment: 'live',
  key: { state: 'checking', version: 2, enteredAtMs: 1, enteredBy: 'Ada' },
};

class FakeSecrets {
  secret: AccountSecretDocument | undefined;
  readonly told: (KeyCheck & { version: number })[] = [];

  read() {
    return Promise.resolve(this.secret);
  }

  tell(_key: unknown, version: number, check: KeyCheck) {
    this.told.push({ version, ...check });
    return Promise.resolve();
  }
}

const plain = createConfigCredentials({ accountCredentials: { main: { apiKey: 'key', secret: 'secret' } } });
const secrets = new FakeSecrets();
const vaults = new MemoryVaults();

function create(unservedAccounts: 'say' | 'leave', accountId: string, of: AccountDocument, withSealing = true) {
  const config = { simulatorUrl: 'http://127.0.0.1:1', unservedAccounts };
  const factory = createBrokerFactory(
    config,
    { plain, sealing: withSealing ? sealing : undefined },
    createLog('silent'),
  );
  return factory({ deskId: 'desk', accountId, account: of }, secrets, { vaultOf: () => vaults.open() });
}

describe('the broker of an account', () => {
  it('is opened with the key of that account', () => {
    expect(create('say', 'main', account)).toBeInstanceOf(CcxtBroker);
  });

  it('needs no key on paper', () => {
    const paper = { startBalance: '100000', prices: 'simulated', generation: 0 } as const;
    const onPaper: AccountDocument = { ...account, broker: 'paper', environment: 'paper', paper };
    expect(create('say', 'other', onPaper)).toBeInstanceOf(PaperBroker);
  });

  it('says that the worker has no key for it', async () => {
    await expect(create('say', 'other', account)?.connect()).rejects.toMatchObject({
      code: 'unauthorized-at-broker',
      message:
        'The worker has no API key for the account "other", so nothing of it is read. Enter one in the settings.',
    });
  });

  it('says that the worker does not know the broker', async () => {
    await expect(create('say', 'main', { ...account, broker: 'mt5' })?.connect()).rejects.toMatchObject({
      code: 'unsupported',
    });
  });

  it('is left to other workers where that is wished', () => {
    expect(create('leave', 'other', account)).toBeUndefined();
    expect(create('leave', 'main', account)).toBeInstanceOf(CcxtBroker);
    expect(create('leave', 'main', keyed, false)).toBeUndefined();
  });

  it('never takes a plain key where a sealed one was entered', () => {
    expect(create('say', 'main', { ...keyed, environment: 'simulated' })).toBeInstanceOf(KeyedBroker);
  });

  it('says that the worker has no sealing key', async () => {
    await expect(create('say', 'main', keyed, false)?.connect()).rejects.toMatchObject({
      message: expect.stringContaining('TAPEDECK_SEALING_KEY_FILE'),
    });
  });

  it('refuses a sealed key that is missing, and one of another account', async () => {
    secrets.secret = undefined;
    await expect(create('say', 'main', keyed)?.connect()).rejects.toThrow('No key is kept');
    const sealed = await sealFor(sealing.published, { apiKey: 'k', secret: 's' }, toSealContext('desk', 'other'));
    secrets.secret = { version: 2, sealed, enteredAtMs: 1 };
    await expect(create('say', 'main', keyed)?.connect()).rejects.toThrow('does not open');
    expect(secrets.told).toMatchObject([
      { version: 2, state: 'refused', message: expect.stringContaining('No key is kept') },
      { version: 2, state: 'refused', message: expect.stringContaining('does not open') },
    ]);
  });
});
