'use client';

import { useMemo, useState } from 'react';
import type { OrderIntent } from '@tapedeck/core/orders/order-intent';
import { useAccounts, useChosenAccounts, type Account } from '@/live/accounts.ts';
import { dataOf } from '@/live/loadable.ts';
import { passes, reportGates, type GateReport } from './gates.ts';
import type { TicketRequest } from './open-ticket.ts';
import { useTicketOffReason } from './ticket-access.ts';
import { draftOffReason, protectionOffReason } from './venue-offers.ts';
import { emptyDraft, readDraft, type DraftReading, type TicketDraft, type TicketField } from './ticket-draft.ts';
import { useTicketMarket, type TicketMarket } from './use-ticket-market.ts';

export interface KeptDraft {
  readonly draft: TicketDraft;
  readonly change: (parts: Partial<TicketDraft>) => void;
}

export interface Ticket extends KeptDraft {
  readonly accounts: readonly Account[];
  readonly account: Account | undefined;
  readonly market: TicketMarket;
  /** The order as it would be sent now, and what every gate says of it; absent while something is missing. */
  readonly intent: OrderIntent | undefined;
  readonly report: GateReport | undefined;
  /** What is wrong, by field; what is missing too once the person has asked to go on. */
  readonly errors: Partial<Record<TicketField, string>>;
  /** Why nothing can be sent at all. */
  readonly offReason: string | undefined;
  readonly isReady: boolean;
  /** Shows from now on what is still missing. */
  readonly showMissing: () => void;
}

/** What is filled in, kept while the panel is closed. */
export function useKeptDraft(request: TicketRequest): KeptDraft {
  const [draft, setDraft] = useState<TicketDraft>(() => ({ ...emptyDraft, ...request.prefill }));
  const [opening, setOpening] = useState(request.opening);
  if (request.opening !== opening) {
    setOpening(request.opening);
    setDraft((before) => ({ ...startedAnew(before, request), ...request.prefill }));
  }
  return { draft, change: (parts) => setDraft((before) => ({ ...before, ...parts })) };
}

/** The ticket as it stands, with all that is known of its account and instrument. */
export function useTicket({ draft, change }: KeptDraft): Ticket {
  const [isAsked, setAsked] = useState(false);
  const accounts = dataOf(useAccounts()) ?? none;
  const { chosen } = useChosenAccounts();

  const only = accounts.length === 1 ? accounts[0] : undefined;
  const account = accounts.find(({ id }) => id === draft.accountId) ?? chosen ?? only;
  const market = useTicketMarket(account, draft.instrumentId);
  const capabilities = market.trading?.capabilities;
  const accessOff = useTicketOffReason(account, market.trading);
  const offReason = accessOff ?? draftOffReason(capabilities, draft);
  const isProtectable = protectionOffReason(capabilities) === undefined;
  const { quote, trading, context } = market;
  const isHedge = trading?.positionMode === 'hedge';
  const referencePrice = referenceOf(draft, quote);
  const reading = useMemo(
    () =>
      readDraft({ ...draft, ...(!isProtectable && unprotected), accountId: account?.id }, { isHedge, referencePrice }),
    [draft, account?.id, isProtectable, isHedge, referencePrice],
  );
  const report = useMemo(
    () => (reading.intent && context ? reportGates(reading.intent, context) : undefined),
    [reading.intent, context],
  );
  return {
    draft,
    change,
    accounts,
    account,
    market,
    intent: reading.intent,
    report,
    errors: errorsOf(reading, report, isAsked),
    offReason,
    isReady: offReason === undefined && report !== undefined && passes(report),
    showMissing: () => setAsked(true),
  };
}

const none: readonly Account[] = [];
/** What was typed for another account stays in the fields, which are not shown. */
const unprotected = { stopLoss: '', takeProfit: '' } as const;

/** Prices and quantities of another instrument say nothing about this one. */
function startedAnew(before: TicketDraft, { prefill }: TicketRequest): TicketDraft {
  const isOther = prefill.instrumentId !== undefined && prefill.instrumentId !== before.instrumentId;
  return isOther ? { ...emptyDraft, accountId: before.accountId } : before;
}

function referenceOf({ side }: TicketDraft, quote: TicketMarket['quote']): string | undefined {
  return (side === 'buy' ? quote?.askPrice : quote?.bidPrice) ?? quote?.markPrice;
}

function errorsOf(
  { problems, missing }: DraftReading,
  report: GateReport | undefined,
  isAsked: boolean,
): Partial<Record<TicketField, string>> {
  return { ...(isAsked ? missing : {}), ...report?.byField, ...problems };
}
