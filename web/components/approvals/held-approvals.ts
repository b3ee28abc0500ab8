'use client';

import { useEffect, useState } from 'react';
import { useWaitingCommands, type WaitingCommand } from '@/live/approvals.ts';

export interface HeldApproval {
  readonly command: WaitingCommand;
  /** False once it was decided, ran out or was taken back. */
  readonly isWaiting: boolean;
}

/** How long what was decided stays in sight, so that nobody wonders where it went. */
export const decidedStaysMs = 8_000;

/** Commands that wait for approval, and for some seconds those that have just stopped waiting. */
export function useHeldApprovals(): readonly HeldApproval[] {
  const waiting = useWaitingCommands();
  const [held, setHeld] = useState(waiting);
  const [last, setLast] = useState(waiting);
  if (waiting !== last) {
    setLast(waiting);
    setHeld(mergeHeld(held, waiting));
  }

  const gone = held.filter(({ id }) => !waiting.some((command) => command.id === id)).map(({ id }) => id);
  const goneKey = gone.join(' ');
  useEffect(() => {
    if (goneKey === '') return undefined;
    const ids = goneKey.split(' ');
    const timer = setTimeout(() => setHeld((before) => before.filter(({ id }) => !ids.includes(id))), decidedStaysMs);
    return () => clearTimeout(timer);
  }, [goneKey]);

  return held.map((command) => ({ command, isWaiting: !gone.includes(command.id) }));
}

/** What is known stays in its place; what is new comes last. */
export function mergeHeld(
  held: readonly WaitingCommand[],
  waiting: readonly WaitingCommand[],
): readonly WaitingCommand[] {
  const newest = new Map(waiting.map((command) => [command.id, command]));
  const known = new Set(held.map(({ id }) => id));
  return [...held.map((command) => newest.get(command.id) ?? command), ...waiting.filter(({ id }) => !known.has(id))];
}
