import { AppError } from '@tapedeck/core';
import type { PaperState, PaperVault } from '../brokers/paper/paper-store.ts';

/** Where paper accounts are kept between brokers of one test; each broker has a vault of its own on it. */
export class MemoryVaults {
  saves = 0;
  /** Thrown by the next save while set, before or after it took effect. */
  failure: { readonly error: Error; readonly isSaved: boolean } | undefined;
  #stored: { readonly text: string; readonly version: number } | undefined;

  open(): PaperVault {
    let seen = 0;
    return {
      load: () => {
        seen = this.#stored?.version ?? 0;
        return Promise.resolve(this.#stored && (JSON.parse(this.#stored.text) as PaperState));
      },
      save: (state) => {
        if ((this.#stored?.version ?? 0) !== seen) {
          return Promise.reject(new AppError('conflict', 'Somebody else has saved meanwhile.'));
        }
        const { failure } = this;
        this.failure = undefined;
        if (failure && !failure.isSaved) return Promise.reject(failure.error);
        this.saves += 1;
        this.#stored = { text: JSON.stringify(state), version: seen + 1 };
        if (failure) return Promise.reject(failure.error);
        seen += 1;
        return Promise.resolve();
      },
    };
  }
}
