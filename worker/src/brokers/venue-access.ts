import type { BybitClient } from './bybit-client.ts';
import type { OnRefused } from './bybit-messages.ts';
import type { InstrumentBook } from './instrument-book.ts';

/** What the parts of one account's broker share. */
export interface VenueAccess {
  readonly client: BybitClient;
  /** As they were loaded last. */
  readonly instruments: () => InstrumentBook;
  readonly onRefused: OnRefused;
  /** Whether a symbol holds long and short side by side; `undefined` when it is not known. */
  readonly isHedged: (venueSymbol: string) => boolean | undefined;
  /** Told when another position mode may have been set. */
  readonly onPositionMode: () => void;
}
