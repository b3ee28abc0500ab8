'use client';

import { FreshnessMark } from '@/components/live/freshness-mark.tsx';
import { useFreshness } from '@/live/freshness.ts';

/** The age of figures that come from these accounts. */
export function AsOf({ accountIds }: { accountIds: readonly string[] }) {
  return <FreshnessMark freshness={useFreshness(accountIds)} />;
}
