'use client';

import dynamic from 'next/dynamic';
import { usePreload } from '@/components/shell/use-preload.ts';
import { useAccounts, type Account } from '@/live/accounts.ts';
import { useMembership } from '@/live/desk-context.tsx';
import { dataOf } from '@/live/loadable.ts';
import { useStopIsOpen, useStopWasOpened } from './stop-state.ts';

const loadStopDialog = () => import('./stop-dialog.tsx').then((module) => module.StopDialog);
const StopDialog = dynamic(loadStopDialog, { ssr: false });
const TradingBanner = dynamic(() => import('./trading-banner.tsx').then((module) => module.TradingBanner), {
  ssr: false,
});

/** Not in the first load; there before the connection can be lost. */
export function LazyStopDialog() {
  usePreload(loadStopDialog);
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
