'use client';

import type { CommandLife } from '@/live/command-life.ts';
import { ActOutcome } from './act-outcome.tsx';
import { PriceAge } from './price-age.tsx';

export interface ActNotesProps {
  accountId: string;
  /** What has changed since the dialog was opened. */
  notice: string | undefined;
  /** Why it cannot be sent. */
  off: string | undefined;
  isSent: boolean;
  life: CommandLife | undefined;
}

/** What stands under an act on a position: how old its price is, what speaks against it, and what became of it. */
export function ActNotes({ accountId, notice, off, isSent, life }: ActNotesProps) {
  return (
    <>
      <PriceAge accountId={accountId} />
      {notice !== undefined && !isSent && (
        <p role="alert" className="text-sm text-warning">
          {notice}
        </p>
      )}
      {off !== undefined && !isSent && <p className="text-sm text-muted">{off}</p>}
      <ActOutcome accountId={accountId} life={life} />
    </>
  );
}
