import { toVenueId, type AccountDocument } from '@tapedeck/core';
import type { TradingPort } from '../brokers/trading-port.ts';
import type { MarketSource } from './ports.ts';

interface OpenAccount {
  readonly account: AccountDocument;
  readonly trading: TradingPort | undefined;
}

/** What the accounts that are open now can tell of their markets. */
export function toMarketSources(accounts: readonly OpenAccount[]): readonly MarketSource[] {
  return accounts.flatMap(({ account, trading }): MarketSource[] =>
    trading && !account.paused ? [{ venueId: toVenueId(account), market: trading }] : [],
  );
}
