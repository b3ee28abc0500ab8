import { useSyncExternalStore } from 'react';
import type { TicketDraft } from './ticket-draft.ts';

/** What a ticket opens with; the rest stays as it was left, or empty. */
export type TicketPrefill = Partial<TicketDraft>;

export interface TicketRequest {
  readonly isOpen: boolean;
  /** Grows by one with each opening, so that the same prefill counts again. */
  readonly opening: number;
  readonly prefill: TicketPrefill;
}

let request: TicketRequest = { isOpen: false, opening: 0, prefill: {} };
const listeners = new Set<() => void>();

function set(next: TicketRequest): void {
  request = next;
  for (const listener of listeners) listener();
}

/** Opens the order ticket on any page. It never sends by itself: a person reviews and sends. */
export function openTicket(prefill: TicketPrefill = {}): void {
  set({ isOpen: true, opening: request.opening + 1, prefill });
}

export function closeTicket(): void {
  set({ ...request, isOpen: false });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const get = () => request;

export function useTicketRequest(): TicketRequest {
  return useSyncExternalStore(subscribe, get, get);
}
