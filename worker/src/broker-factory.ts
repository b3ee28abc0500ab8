import {
  AppError,
  toAppError,
  toSealContext,
  type AccountDocument,
  type BrokerKey,
  type PaperSettings,
} from '@tapedeck/core';
import type { Broker } from './brokers/broker.ts';
import { CcxtBroker } from './brokers/ccxt-broker.ts';
import { BybitPaperMarket } from './brokers/paper/bybit-paper-market.ts';
import type { PaperVault } from './brokers/paper/paper-store.ts';
import { PaperBroker } from './brokers/paper-broker.ts';
import { RequestBudget } from './brokers/request-budget.ts';
import { UnifiedBroker } from './brokers/unified/unified-broker.ts';
import { UnservedBroker } from './brokers/unserved-broker.ts';
import type { WorkerConfig } from './config.ts';
import type { CredentialSource } from './credentials.ts';
import type { Logger } from './log.ts';
import { KeyedBroker, type OpenedBroker } from './sealing/keyed-broker.ts';
import type { SealingKey } from './sealing/sealing-key.ts';
import type { PaperStore } from './store/paper-store.ts';
import type { SecretStore } from './store/secret-store.ts';
import type { AccountRecord } from './sync/ports.ts';

/** Bybit shuts an address out for ten minutes that asks more than 600 times in 5 s; some are left to others on it. */
const bybitBudget = { burst: 100, perSecond: 80 };

export interface KeySources {
  /** Plain keys of demo accounts. */
  readonly plain: CredentialSource;
  /** Opens the sealed keys; absent where this worker has no sealing key. */
  readonly sealing?: SealingKey | undefined;
}

/** Makes the broker of an account; `secrets` is where its sealed key stands, `papers` where one on paper is kept. */
export type BrokerFactory = (
  record: AccountRecord,
  secrets: Pick<SecretStore, 'read' | 'tell'>,
  papers: Pick<PaperStore, 'vaultOf'>,
) => Broker | undefined;

/**
 * Makes the broker of an account. For a broker that this worker does not speak, or a key that it lacks, one that says so,
 * because workers that are configured alike would do no better; `undefined` where such accounts are left to others.
 */
export function createBrokerFactory(
  config: Pick<WorkerConfig, 'simulatorUrl' | 'unservedAccounts'>,
  { plain, sealing }: KeySources,
  log: Logger,
): BrokerFactory {
  const requestBudget = new RequestBudget(bybitBudget);
  const unserved = (error: AppError): Broker | undefined =>
    config.unservedAccounts === 'say' ? new UnservedBroker(error) : undefined;
  const orUnserved = (create: () => Broker): Broker | undefined => {
    try {
      return create();
    } catch (error) {
      return unserved(toAppError(error));
    }
  };
  const onRefused = (accountId: string) => (error: AppError) => log.warn({ account: accountId, error }, error.message);

  /** Throws `unsupported` for an exchange that ccxt does not know. */
  const createVenueBroker = (accountId: string, account: AccountDocument, credentials: BrokerKey): Broker => {
    const { broker, environment, currency } = account;
    const shared = { environment, credentials, onRefused: onRefused(accountId) };
    if (broker !== 'bybit') return new UnifiedBroker({ ...shared, exchangeId: broker, currency });
    return new CcxtBroker({ ...shared, simulatorUrl: config.simulatorUrl, requestBudget });
  };

  const createPaperBroker = (record: AccountRecord, settings: PaperSettings, vault: PaperVault): Broker => {
    const { account, accountId } = record;
    const onError = onRefused(accountId);
    const market = new BybitPaperMarket({
      environment: settings.prices,
      simulatorUrl: config.simulatorUrl,
      requestBudget,
      onRefused: onError,
    });
    const { currency, createdAtMs } = account;
    return new PaperBroker({ market, vault, settings: { ...settings, createdAtMs }, currency, onError });
  };

  return (record, secrets, papers) => {
    const { account, accountId } = record;
    if (account.paper) return createPaperBroker(record, account.paper, papers.vaultOf(record));
    const sealedVersion = account.key?.version;
    if (sealedVersion !== undefined) {
      if (!sealing) return unserved(toNoSealingKeyError(accountId));
      return new KeyedBroker({
        open: () =>
          openSealed(record, sealing, secrets, (credentials) => createVenueBroker(accountId, account, credentials)),
        tell: (version = sealedVersion, check) => secrets.tell(record, version, check),
        nowMs: Date.now,
        onError: onRefused(accountId),
      });
    }
    const credentials = plain.find(record);
    if (credentials) return orUnserved(() => createVenueBroker(accountId, account, credentials));
    const message = `The worker has no API key for the account "${accountId}", so nothing of it is read. Enter one in the settings.`;
    return unserved(new AppError('unauthorized-at-broker', message));
  };
}

async function openSealed(
  { deskId, accountId }: AccountRecord,
  sealing: SealingKey,
  secrets: Pick<SecretStore, 'read'>,
  toBroker: (credentials: BrokerKey) => Broker,
): Promise<OpenedBroker> {
  const secret = await secrets.read({ deskId, accountId });
  if (!secret) {
    const message = `No key is kept for the account "${accountId}", so nothing of it is read. Enter one in the settings.`;
    throw new AppError('unauthorized-at-broker', message);
  }
  const key = await sealing.open(secret.sealed, toSealContext(deskId, accountId));
  return { broker: toBroker(key), version: secret.version };
}

function toNoSealingKeyError(accountId: string): AppError {
  const message = `The key of the account "${accountId}" is sealed, and this worker has no sealing key, so nothing of the account is read. Start the worker with TAPEDECK_SEALING_KEY_FILE.`;
  return new AppError('unauthorized-at-broker', message);
}
