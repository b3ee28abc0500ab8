'use client';

import { CircleAlert, Info } from 'lucide-react';
import type { Ticket } from './use-ticket.ts';

/** Gates that no field mends, and what the page leaves to the worker. */
export function GateNotes({ ticket: { report, offReason, account } }: { ticket: Ticket }) {
  const limit = report?.check.needsApproval === true;
  // What switches the whole ticket off is told once, at its button.
  const gates = offReason === undefined ? (report?.general ?? []) : [];
  if (gates.length === 0 && !limit && (report?.notes.length ?? 0) === 0) return null;
  return (
    <ul className="flex flex-col gap-2 text-sm" aria-label="Checks">
      {gates.map((text) => (
        <li key={text} className="flex gap-2 text-down">
          <CircleAlert aria-hidden size={16} className="mt-px shrink-0" />
          {text}
        </li>
      ))}
      {limit && (
        <li className="flex gap-2 text-warning">
          <Info aria-hidden size={16} className="mt-px shrink-0" />
          This is worth more than {account?.label ?? 'the account'} may trade alone: another member has to approve it
          within 120 s.
        </li>
      )}
      {report?.notes.map((text) => (
        <li key={text} className="flex gap-2 text-muted">
          <Info aria-hidden size={16} className="mt-px shrink-0" />
          {text}
        </li>
      ))}
    </ul>
  );
}
