'use client';

import Link from 'next/link';
import { Card } from '@/components/ui/card.tsx';
import type { Account } from '@/live/accounts.ts';
import { PositionsBody } from './positions-body.tsx';

/** The positions on the overview. */
export function PositionsCard({ accounts }: { accounts: readonly Account[] }) {
  return (
    <Card
      flush
      title="Positions"
      actions={
        <Link href="/positions" className="text-sm text-accent underline-offset-4 hover:underline">
          All positions
        </Link>
      }
    >
      <div className="min-h-60">
        <PositionsBody accounts={accounts} compact />
      </div>
    </Card>
  );
}
