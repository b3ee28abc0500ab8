'use client';

import type { LiveTradingDocument } from '@tapedeck/core/documents/trading-documents';
import type { Account } from '@/live/accounts.ts';
import { commandOffReason } from '@/live/command-access.ts';
import { useMembership } from '@/live/desk-context.tsx';
import { useFreshnessState } from '@/live/freshness.ts';
import { useLink } from '@/live/link.ts';
import { useBindingState, type BindingState } from '@/live/trading-state.ts';

export interface TicketAccess {
  readonly account: Pick<Account, 'disabled' | 'paused'> | undefined;
  readonly binding: BindingState;
  readonly trading: LiveTradingDocument | undefined;
}

/** Why no order at all can be sent to an account now, as a sentence; undefined when one can. */
export function ticketOffReason({ account, binding, trading }: TicketAccess): string | undefined {
  if (account?.disabled)
    return 'This account is switched off, so nothing can be sent to it. An owner can switch it on in Settings.';
  if (account?.paused) return 'Syncing of this account is paused, so no order could be followed. Resume it first.';
  if (binding.mode === 'HALTED') {
    const where = binding.scope === 'desk' ? 'this desk' : 'this account';
    return `Trading on ${where} is HALTED: only cancels go through. Resume trading first.`;
  }
  if (trading?.state === 'read-only') {
    return trading.message ?? 'The key of this account may only read, so nothing can be sent with it.';
  }
  return undefined;
}

/** The same, with what holds for every command: role, connection, worker. */
export function useTicketOffReason(
  account: Account | undefined,
  trading: LiveTradingDocument | undefined,
): string | undefined {
  const { role } = useMembership();
  const { state: link } = useLink();
  const freshness = useFreshnessState(account ? [account.id] : []);
  const binding = useBindingState(account);
  return commandOffReason(role, link, account ? freshness : 'live') ?? ticketOffReason({ account, binding, trading });
}
