import { useMemo } from 'react';
import type { TradingMode } from '@tapedeck/core/documents/desk-document';
import type { LiveTradingDocument } from '@tapedeck/core/documents/trading-documents';
import type { Account } from '@/live/accounts.ts';
import { useCommandOffReason } from '@/live/command-access.ts';
import { isStale, useFreshnessState, type ShownState } from '@/live/freshness.ts';
import { useLiveTrading } from '@/live/live-trading.ts';
import { dataOf } from '@/live/loadable.ts';
import { useBindingState } from '@/live/trading-state.ts';

/**
 * - `cancel`: takes orders away
 * - `exit`: only ever makes a position smaller, or changes what guards it
 * - `entry`: may open or enlarge one
 * - `market-entry`: the same at whatever price there is
 */
export type Act = 'cancel' | 'exit' | 'entry' | 'market-entry';

export interface TradingAccess {
  /** Why no command at all goes to the account. */
  readonly commandOff: string | undefined;
  readonly mode: TradingMode;
  readonly trading: LiveTradingDocument | undefined;
  readonly prices: ShownState;
}

/** Why an act may not be sent now, as a sentence for people; undefined when it may. The worker decides in the end. */
export function actOffReason(
  { commandOff, mode, trading, prices }: TradingAccess,
  act: Act,
  instrumentId: string,
): string | undefined {
  if (commandOff !== undefined) return commandOff;
  if (trading?.state === 'read-only') return trading.message ?? 'This account can be read but not traded.';
  if (act === 'cancel') return undefined;
  if (mode === 'HALTED') return 'Trading is halted: only cancels go through. Resume trading first.';
  if (act === 'exit') return undefined;
  if (mode === 'REDUCING') return 'Only what makes a position smaller goes through now.';
  if (trading?.state === 'reconciling') {
    return 'Orders and positions of this account are being compared with the venue. Wait until that is done.';
  }
  const blocked = trading?.blocked[instrumentId];
  if (blocked) return `This instrument takes no entries now: ${blocked.reason}`;
  return act === 'market-entry' ? oldPriceReason(prices) : undefined;
}

function oldPriceReason(prices: ShownState): string | undefined {
  const taken = 'a market order takes whatever price there is';
  if (prices === 'held') {
    return `The update rate of this page holds prices back, and ${taken}. Set the rate to live in Settings.`;
  }
  const isOld = isStale(prices) || prices === 'delayed' || prices === 'saved';
  return isOld ? `The price on this page is old, and ${taken}. Wait until it is live.` : undefined;
}

export function useTradingAccess(account: Account): TradingAccess {
  const off = useCommandOffReason(account.id);
  const commandOff =
    off ?? (account.disabled ? 'This account is switched off. An owner can switch it on in Settings.' : undefined);
  const { mode } = useBindingState(account);
  const trading = dataOf(useLiveTrading(account.id));
  const prices = useFreshnessState(useMemo(() => [account.id], [account.id]));
  return useMemo(() => ({ commandOff, mode, trading, prices }), [commandOff, mode, trading, prices]);
}
