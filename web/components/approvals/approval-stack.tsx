'use client';

import { ChevronUp, UserCheck } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { useNow } from '@/live/clock.ts';
import { ApprovalCard } from './approval-card.tsx';
import { useHeldApprovals, type HeldApproval } from './held-approvals.ts';

/** In sight on every page, under the header. It can be made small, never closed; a new one opens it again. */
export function ApprovalStack() {
  const approvals = useHeldApprovals();
  const newest = approvals.at(-1)?.command.id;
  const [smallAt, setSmallAt] = useState<string>();
  if (approvals.length === 0) return null;
  const isSmall = smallAt !== undefined && smallAt === newest;
  return (
    <section
      aria-label="Approvals"
      className={
        isSmall
          ? 'fixed top-13 left-1/2 z-35 -translate-x-1/2'
          : 'fixed inset-x-2 top-14 z-35 flex max-h-[60dvh] flex-col gap-2 overflow-y-auto md:inset-x-auto md:left-1/2 md:w-110 md:-translate-x-1/2'
      }
    >
      {isSmall ? (
        <SmallApprovals approvals={approvals} onOpen={() => setSmallAt(undefined)} />
      ) : (
        <>
          {approvals.map(({ command, isWaiting }) => (
            <ApprovalCard key={command.id} command={command} isWaiting={isWaiting} />
          ))}
          <Button
            variant="ghost"
            size="icon"
            aria-label="Make approvals small"
            onClick={() => setSmallAt(newest)}
            className="absolute top-1 right-1 max-md:size-11"
          >
            <ChevronUp aria-hidden size={18} />
          </Button>
        </>
      )}
    </section>
  );
}

function SmallApprovals({ approvals, onOpen }: { approvals: readonly HeldApproval[]; onOpen: () => void }) {
  const nowMs = useNow() ?? 0;
  const untilMs = Math.min(...approvals.map(({ command }) => command.approval.untilMs));
  const seconds = Math.max(0, Math.ceil((untilMs - nowMs) / 1_000));
  return (
    <Button onClick={onOpen} className="border-2 border-warning shadow-overlay">
      <UserCheck aria-hidden size={16} className="text-warning" />
      {approvals.length === 1 ? '1 approval waits' : `${approvals.length} approvals wait`}, {seconds} s
    </Button>
  );
}
