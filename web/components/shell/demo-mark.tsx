'use client';

import { useConfig } from '@/live/use-config.ts';

/** Says on every page, and in every screenshot of it, that this is no real money. */
export function DemoMark() {
  const config = useConfig();
  if (!config?.demo) return null;
  return (
    <p className="pointer-events-none fixed right-3 bottom-2 z-30 text-xs font-medium tracking-wide text-muted select-none max-md:bottom-16">
      DEMO DATA
    </p>
  );
}
