import type { AppError, Instrument } from '@tapedeck/core';
import type { Broker } from './broker.ts';

/** Stands in for a broker that cannot be opened, so that the account says why instead of staying silent. */
export class UnservedBroker implements Broker {
  readonly #reason: AppError;

  constructor(reason: AppError) {
    this.#reason = reason;
  }

  connect(): Promise<never> {
    return Promise.reject(this.#reason);
  }

  instruments(): ReadonlyMap<string, Instrument> {
    return new Map();
  }

  clockSkewMs(): undefined {
    return undefined;
  }

  fetchSnapshot(): Promise<never> {
    return Promise.reject(this.#reason);
  }

  fetchExecutions(): Promise<never> {
    return Promise.reject(this.#reason);
  }

  watch(): () => void {
    return () => undefined;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
