'use client';

import { OctagonX } from 'lucide-react';
import { Button } from '@/components/ui/button.tsx';
import { useMembership } from '@/live/desk-context.tsx';
import { openStop } from './stop-state.ts';

/** Always in the header of whoever may stop trading. */
export function StopButton() {
  const { role } = useMembership();
  if (role === 'viewer') return null;
  return (
    <Button variant="danger" onClick={openStop} aria-haspopup="dialog" className="px-2.5 font-semibold">
      <OctagonX aria-hidden size={16} className="max-[359px]:hidden" />
      Stop
    </Button>
  );
}
