'use client';

import { useNow } from '@/live/clock.ts';

/** What the worker gives a second member. */
const wholeMs = 120_000;

/** How long a second member may still decide. Not read out: a screen reader hears of the start and the end. */
export function ApprovalCountdown({ untilMs }: { untilMs: number }) {
  const leftMs = Math.max(0, untilMs - (useNow() ?? untilMs));
  const seconds = Math.ceil(leftMs / 1_000);
  return (
    <div className="flex items-center gap-2 text-xs text-muted" data-testid="approval-countdown">
      <div aria-hidden className="h-1.5 flex-1 overflow-hidden rounded-full bg-sunken">
        <div
          className="h-full bg-warning transition-[width] duration-1000 ease-linear"
          style={{ width: `${Math.min(100, (leftMs / wholeMs) * 100)}%` }}
        />
      </div>
      <span>{seconds > 0 ? `${seconds} s left` : 'Time is up'}</span>
    </div>
  );
}
