import type { Broker } from './brokers/broker.ts';
import { CcxtBroker } from './brokers/ccxt-broker.ts';
import type { WorkerConfig } from './config.ts';
import type { CredentialSource } from './credentials.ts';
import type { Logger } from './log.ts';
import type { AccountRecord } from './sync/ports.ts';

/** Makes the broker of an account; `undefined` for a broker that this worker does not speak or a key that it lacks. */
export function createBrokerFactory(
  config: Pick<WorkerConfig, 'simulatorUrl'>,
  source: CredentialSource,
  log: Logger,
): (record: AccountRecord) => Broker | undefined {
  return (record) => {
    const { account, accountId } = record;
    const credentials = source.find(record);
    if (account.broker !== 'bybit' || !credentials) return undefined;
    return new CcxtBroker({
      environment: account.environment,
      credentials,
      simulatorUrl: config.simulatorUrl,
      onRefused: (error) => log.warn({ account: accountId, error }, error.message),
    });
  };
}
