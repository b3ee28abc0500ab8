'use client';

import { Button } from '@/components/ui/button.tsx';
import type { UpdateRate } from '@/preferences/preferences.ts';
import { usePreferences } from '@/preferences/use-preferences.ts';

export const rateHints: Record<Exclude<UpdateRate, 'live'>, string> = {
  '5s': 'every 5 s',
  '30s': 'every 30 s',
  paused: 'updates paused',
};

/** Says on a phone, whose header has no room for it, that the page is slowed down, and ends that. */
export function RateNote() {
  const [{ updateRate }, setPreferences] = usePreferences();
  if (updateRate === 'live') return null;
  return (
    <p className="mb-2 flex items-center justify-between gap-3 rounded-card border border-line bg-panel pl-3 text-sm text-muted md:hidden">
      {updateRate === 'paused' ? 'Updates of this page are paused.' : `Figures move ${rateHints[updateRate]}.`}
      <Button variant="ghost" onClick={() => setPreferences({ updateRate: 'live' })}>
        Go live
      </Button>
    </p>
  );
}
