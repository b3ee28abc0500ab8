import type { MatchingEngine } from '@tapedeck/core/matching/index';
import type { TimelineState } from '../market/timeline.ts';
import type { VenueAccount } from './account-directory.ts';
import type { AccountRecordsState } from './account-records.ts';

/** All that the venue has to know again after a restart. */
export interface VenueState {
  readonly version: 1;
  /** Prices follow from it; they would leap under another one. */
  readonly seed: number;
  readonly engine: ReturnType<MatchingEngine['exportState']>;
  readonly accounts: readonly VenueAccount[];
  readonly records: Readonly<Record<string, AccountRecordsState>>;
  /** How many orders were cancelled without ever standing. */
  readonly unstoredOrders: number;
  readonly timeline: TimelineState;
}
