import type { BrokerKey } from '@tapedeck/core';
import type { WorkerConfig } from './config.ts';
import type { AccountRecord } from './sync/ports.ts';

/** Where the plain keys of demo accounts come from; `undefined` when this worker has none for an account. */
export interface CredentialSource {
  find(record: AccountRecord): BrokerKey | undefined;
}

/** Keys from the configuration. They open accounts at the simulator alone: a real key never stands in an environment. */
export function createConfigCredentials(config: Pick<WorkerConfig, 'accountCredentials'>): CredentialSource {
  return {
    find({ accountId, account }) {
      return account.environment === 'simulated' ? config.accountCredentials[accountId] : undefined;
    },
  };
}
