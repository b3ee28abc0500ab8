'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useWaitingCommands } from '@/live/approvals.ts';
import { useMembership } from '@/live/desk-context.tsx';

const ApprovalStack = dynamic(() => import('./approval-stack.tsx').then((module) => module.ApprovalStack), {
  ssr: false,
});

/** Loaded when the first command waits; a viewer decides on nothing and is not asked. */
export function LazyApprovals() {
  const { role } = useMembership();
  return role !== 'viewer' && <Loaded />;
}

function Loaded() {
  const isNeeded = useWaitingCommands().length > 0;
  const [wasNeeded, setWasNeeded] = useState(isNeeded);
  if (isNeeded && !wasNeeded) setWasNeeded(true);
  return (isNeeded || wasNeeded) && <ApprovalStack />;
}
