'use client';

import dynamic from 'next/dynamic';
import { usePreload } from '@/components/shell/use-preload.ts';
import { useTicketRequest } from './open-ticket.ts';

const loadTicketPanel = () => import('./ticket-panel.tsx').then((module) => module.TicketPanel);
const TicketPanel = dynamic(loadTicketPanel, { ssr: false });

/** Not in the first load; kept with what was filled in once it was opened. */
export function LazyTicket() {
  usePreload(loadTicketPanel);
  const request = useTicketRequest();
  return request.opening > 0 && <TicketPanel request={request} />;
}
