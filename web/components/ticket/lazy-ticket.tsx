'use client';

import dynamic from 'next/dynamic';
import { useTicketRequest } from './open-ticket.ts';

const TicketPanel = dynamic(() => import('./ticket-panel.tsx').then((module) => module.TicketPanel), { ssr: false });

/** Loaded when first opened, and kept from then on with what was filled in. */
export function LazyTicket() {
  const request = useTicketRequest();
  return request.opening > 0 && <TicketPanel request={request} />;
}
