import type { InstrumentSpec } from '@tapedeck/core/matching/instrument-spec';
import type { EngineSnapshot } from '@tapedeck/core/matching/index';
import type { PaperHistory } from './paper-records.ts';

/** All that a paper account has to know again after a restart. */
export interface PaperState {
  readonly version: 1;
  /** Of the account: another one may have had its id before. */
  readonly createdAtMs: number;
  /** Of `account.paper`: the resets that it has been through. */
  readonly generation: number;
  readonly engine: EngineSnapshot;
  /** Of the instruments that the engine knows. */
  readonly specs: readonly InstrumentSpec[];
  readonly history: PaperHistory;
  /** By instrument: the venue's time of the next funding that counts. */
  readonly fundingDueMs: Readonly<Record<string, number>>;
  /** By instrument: the newest public trade that orders have met. */
  readonly tradesSeen: Readonly<Record<string, { readonly venueMs: number; readonly ids: readonly string[] }>>;
}

/** Keeps the state of one paper account where one writer at a time can change it. */
export interface PaperVault {
  /** `undefined` where nothing was ever kept. What `save` replaces is what `load` or `save` saw last. */
  load(): Promise<PaperState | undefined>;
  /**
   * Rejects with `conflict` when somebody else has saved since: nothing was written. With `outcome-unknown` when nobody
   * knows whether it was.
   */
  save(state: PaperState): Promise<void>;
}
