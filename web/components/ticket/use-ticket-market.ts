'use client';

import { useMemo } from 'react';
import { toVenueId } from '@tapedeck/core/documents';
import type { LiveTradingDocument, QuoteDocument } from '@tapedeck/core/documents/trading-documents';
import type { InstrumentTerms } from '@tapedeck/core/model/instrument-terms';
import { defaultDeskLimits, stricterLimits } from '@tapedeck/core/risk/limits';
import type { TradingContext } from '@tapedeck/core/risk/trading-context';
import { useDayStarts } from '@/components/overview/use-totals.ts';
import type { AccountLive } from '@/live/account-live.ts';
import type { Account } from '@/live/accounts.ts';
import { useNow } from '@/live/clock.ts';
import { useMembership } from '@/live/desk-context.tsx';
import { useInstrument, useRatePair } from '@/live/instruments.ts';
import { useLiveTrading } from '@/live/live-trading.ts';
import { dataOf, type Loadable } from '@/live/loadable.ts';
import { useQuote } from '@/live/quotes.ts';
import { useOpenOrdersOf } from '@/live/ticket-orders.ts';
import { profitSince } from '@/live/totals.ts';
import { useAccountsValue } from '@/live/use-account-live.ts';
import { quoteRateOf } from './gates.ts';

export interface TicketMarket {
  readonly instrument: InstrumentTerms | undefined;
  readonly quote: QuoteDocument | undefined;
  readonly trading: LiveTradingDocument | undefined;
  readonly live: AccountLive | undefined;
  /** What the gates run on; absent until the account's figures have arrived. */
  readonly context: TradingContext | undefined;
}

const firstOf = (lives: readonly Loadable<AccountLive>[]) => (lives[0] ? dataOf(lives[0]) : undefined);

/** Everything that this page knows of an account and an instrument, renewed as it comes and once a second. */
export function useTicketMarket(account: Account | undefined, instrumentId: string | undefined): TicketMarket {
  const { desk, role } = useMembership();
  const venueId = account && toVenueId(account);
  const instrument = useInstrument(venueId, instrumentId);
  const quote = dataOf(useQuote(venueId, instrumentId));
  const ratePair = useRatePair(venueId, instrument?.quote, account?.currency);
  const ratePrice = dataOf(useQuote(venueId, ratePair?.instrumentId));
  const trading = dataOf(useLiveTrading(account?.id));
  const live = useAccountsValue(account ? [account.id] : [], firstOf, Object.is);
  const openOrders = dataOf(useOpenOrdersOf(account?.id));
  const dayStarts = useDayStarts(useMemo(() => (account ? [account] : []), [account]));
  const nowMs = useNow();

  const context = useMemo((): TradingContext | undefined => {
    if (!account || !live || nowMs === undefined || instrumentId === undefined) return undefined;
    const position = live.positions.find((one) => one.instrumentId === instrumentId);
    const isBlocked = trading?.blocked[instrumentId] !== undefined;
    return {
      nowMs,
      role,
      deskState: desk.tradingState,
      accountState: account.tradingState,
      limits: stricterLimits(desk.limits ?? defaultDeskLimits, account.limits ?? {}),
      currency: account.currency,
      instrument,
      quote,
      quoteRate: quoteRateOf(instrument, account.currency, { pair: ratePair, price: ratePrice }, nowMs),
      leverage: trading?.leverage[instrumentId] ?? position?.leverage,
      marginMode: position?.marginMode,
      positions: live.positions,
      openOrders: openOrders ?? [],
      figures: live.figures,
      balances: live.balances,
      dayPnl: profitSince(dayStarts.get(account.id)?.base, live.figures.equity),
      unreconciled: trading?.state === 'reconciling' ? 'account' : isBlocked ? 'instrument' : undefined,
    };
  }, [
    account,
    live,
    nowMs,
    instrumentId,
    trading,
    role,
    desk,
    instrument,
    quote,
    ratePair,
    ratePrice,
    openOrders,
    dayStarts,
  ]);

  return { instrument, quote, trading, live, context };
}
