import { AppError } from '@tapedeck/core';
import * as z from 'zod';

export const venueAccountSchema = z.object({
  /** Name on the control endpoint and id in the matching engine. */
  name: z.string(),
  uid: z.number().int(),
  apiKey: z.string(),
  apiSecret: z.string(),
  createdMs: z.number().int(),
  mayWithdraw: z.boolean().default(false),
});
/** Somebody's unified account and its API key. */
export type VenueAccount = z.infer<typeof venueAccountSchema>;

/** Who has an account here. */
export class AccountDirectory {
  readonly #byKey = new Map<string, VenueAccount>();
  readonly #byName = new Map<string, VenueAccount>();

  constructor(accounts: readonly VenueAccount[]) {
    for (const account of accounts) this.add(account);
  }

  add(account: VenueAccount): void {
    if (this.#byName.has(account.name) || this.#byKey.has(account.apiKey)) {
      throw new AppError('conflict', `An account "${account.name}" or its API key exists already.`);
    }
    this.#byKey.set(account.apiKey, account);
    this.#byName.set(account.name, account);
  }

  all(): readonly VenueAccount[] {
    return [...this.#byName.values()];
  }

  withKey(apiKey: string): VenueAccount | undefined {
    return this.#byKey.get(apiKey);
  }

  named(name: string): VenueAccount {
    const account = this.#byName.get(name);
    if (!account) throw new AppError('not-found', `There is no account "${name}" at this venue.`);
    return account;
  }
}
