import { toVenueId, type AccountDocument } from '@tapedeck/core';
import type { TradingPort } from '../brokers/trading-port.ts';
import type { MarketSource } from './ports.ts';

interface OpenAccount {
  readonly account: AccountDocument;
  readonly tradingPort: TradingPort | undefined;
}

/** What the accounts that are open now can tell of their markets. */
export function toMarketSources(accounts: readonly OpenAccount[]): readonly MarketSource[] {
  return accounts.flatMap(({ account, tradingPort }): MarketSource[] =>
    tradingPort && !account.paused ? [{ venueId: toVenueId(account), market: tradingPort }] : [],
  );
}
