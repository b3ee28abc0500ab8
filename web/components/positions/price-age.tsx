'use client';

import { useMemo } from 'react';
import { FreshnessMark } from '@/components/live/freshness-mark.tsx';
import { useFreshness } from '@/live/freshness.ts';

/** How old the price of an estimate is. */
export function PriceAge({ accountId }: { accountId: string }) {
  const freshness = useFreshness(useMemo(() => [accountId], [accountId]));
  return (
    <p className="flex items-center gap-2 text-xs text-muted">
      An estimate at the mark price, without slippage. <FreshnessMark freshness={freshness} />
    </p>
  );
}
