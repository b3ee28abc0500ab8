'use client';

import { useConfig } from '@/live/use-config.ts';

/** Says on every page, and in every screenshot of it, that this is no real money. */
export function DemoMark() {
  const config = useConfig();
  if (!config?.demo) return null;
  return (
    <aside
      aria-label="Demo"
      className="pointer-events-none fixed right-3 bottom-2 z-30 rounded-control border border-line bg-canvas px-1.5 text-xs font-medium tracking-wide text-muted select-none max-md:inset-x-0 max-md:bottom-[calc(56px+env(safe-area-inset-bottom))] max-md:rounded-none max-md:border-x-0 max-md:border-b-0 max-md:text-center"
    >
      DEMO DATA
    </aside>
  );
}
