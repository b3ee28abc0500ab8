'use client';

import { ApprovalCard } from './approval-card.tsx';
import { useHeldApprovals } from './held-approvals.ts';

/** In sight on every page, under the header: it must not be missed, and it covers no button of the header. */
export function ApprovalStack() {
  const approvals = useHeldApprovals();
  if (approvals.length === 0) return null;
  return (
    <section
      aria-label="Approvals"
      className="fixed inset-x-2 top-14 z-35 flex max-h-[60dvh] flex-col gap-2 overflow-y-auto md:inset-x-auto md:left-1/2 md:w-110 md:-translate-x-1/2"
    >
      {approvals.map(({ command, isWaiting }) => (
        <ApprovalCard key={command.id} command={command} isWaiting={isWaiting} />
      ))}
    </section>
  );
}
