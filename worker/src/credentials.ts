import type { Credentials, WorkerConfig } from './config.ts';
import type { AccountRecord } from './sync/ports.ts';

/** Where the keys of an account come from; `undefined` when this worker has none for it. */
export interface CredentialSource {
  find(record: AccountRecord): Credentials | undefined;
}

/** Keys from the configuration. They open accounts at the simulator alone: a real key never stands in an environment. */
export function createConfigCredentials(config: Pick<WorkerConfig, 'accountCredentials'>): CredentialSource {
  return {
    find({ accountId, account }) {
      return account.environment === 'simulated' ? config.accountCredentials[accountId] : undefined;
    },
  };
}
