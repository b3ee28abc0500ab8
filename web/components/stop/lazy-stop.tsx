'use client';

import dynamic from 'next/dynamic';
import { useAccounts, type Account } from '@/live/accounts.ts';
import { useMembership } from '@/live/desk-context.tsx';
import { dataOf } from '@/live/loadable.ts';
import { useStopIsOpen, useStopWasOpened } from './stop-state.ts';

const StopDialog = dynamic(() => import('./stop-dialog.tsx').then((module) => module.StopDialog), { ssr: false });
const TradingBanner = dynamic(() => import('./trading-banner.tsx').then((module) => module.TradingBanner), {
  ssr: false,
});

/** Loaded when first opened. */
export function LazyStopDialog() {
  const open = useStopIsOpen();
  return useStopWasOpened() && <StopDialog open={open} />;
}

const none: readonly Account[] = [];

/** Loaded when trading is first not ACTIVE. */
export function LazyTradingBanner() {
  const { desk } = useMembership();
  const accounts = dataOf(useAccounts()) ?? none;
  const states = [desk.tradingState, ...accounts.map(({ tradingState }) => tradingState)];
  return states.some(({ mode }) => mode !== 'ACTIVE') && <TradingBanner accounts={accounts} />;
}
