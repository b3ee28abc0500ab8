'use client';

import { useMemo } from 'react';
import type { TradingMode, TradingState } from '@tapedeck/core/documents/desk-document';
import { stricterMode } from '@tapedeck/core/risk/trading-mode';
import type { Account } from './accounts.ts';
import { useMembership, type Membership } from './desk-context.tsx';

/** The trading state that binds an account: its desk's or its own, whichever lets less through. */
export interface BindingState {
  readonly mode: TradingMode;
  readonly scope: 'desk' | 'account';
  readonly state: TradingState;
}

export function bindingStateOf(desk: TradingState, account: TradingState | undefined): BindingState {
  if (account && stricterMode(desk.mode, account.mode) !== desk.mode) {
    return { mode: account.mode, scope: 'account', state: account };
  }
  return { mode: desk.mode, scope: 'desk', state: desk };
}

export function useBindingState(account: Account | undefined): BindingState {
  const { desk } = useMembership();
  return useMemo(() => bindingStateOf(desk.tradingState, account?.tradingState), [desk, account]);
}

/** Name of who set a state: states carry a uid, or the name of what did it. */
export function setterName({ desk }: Pick<Membership, 'desk'>, state: TradingState): string {
  return desk.people[state.by]?.name ?? state.by;
}
