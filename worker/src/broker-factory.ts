import { AppError } from '@tapedeck/core';
import type { Broker } from './brokers/broker.ts';
import { CcxtBroker } from './brokers/ccxt-broker.ts';
import { RequestBudget } from './brokers/request-budget.ts';
import { UnservedBroker } from './brokers/unserved-broker.ts';
import type { WorkerConfig } from './config.ts';
import type { CredentialSource } from './credentials.ts';
import type { Logger } from './log.ts';
import type { AccountRecord } from './sync/ports.ts';

/** Bybit shuts an address out for ten minutes that asks more than 600 times in 5 s; some are left to others on it. */
const bybitBudget = { burst: 100, perSecond: 80 };

/**
 * Makes the broker of an account. For a broker that this worker does not speak, or a key that it lacks, one that says so,
 * because workers that are configured alike would do no better; `undefined` where such accounts are left to others.
 */
export function createBrokerFactory(
  config: Pick<WorkerConfig, 'simulatorUrl' | 'unservedAccounts'>,
  source: CredentialSource,
  log: Logger,
): (record: AccountRecord) => Broker | undefined {
  const requestBudget = new RequestBudget(bybitBudget);
  const unserved = (error: AppError): Broker | undefined =>
    config.unservedAccounts === 'say' ? new UnservedBroker(error) : undefined;
  return (record) => {
    const { account, accountId } = record;
    if (account.broker !== 'bybit') {
      const message = `This worker does not know the broker "${account.broker}", so nothing of the account is read. Update the worker or correct the account.`;
      return unserved(new AppError('unsupported', message));
    }
    const credentials = source.find(record);
    if (!credentials) {
      const message = `The worker has no API key for the account "${accountId}", so nothing of it is read. Give it one and restart it.`;
      return unserved(new AppError('unauthorized-at-broker', message));
    }
    return new CcxtBroker({
      environment: account.environment,
      credentials,
      simulatorUrl: config.simulatorUrl,
      requestBudget,
      onRefused: (error) => log.warn({ account: accountId, error }, error.message),
    });
  };
}
