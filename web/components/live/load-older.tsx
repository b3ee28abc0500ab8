'use client';

import { Button } from '@/components/ui/button.tsx';
import type { AccountPages } from '@/live/account-pages.ts';

/** The foot of a list that grows when asked to: how much is loaded, and a button for more. */
export function LoadOlder<T>({ pages, what }: { pages: AccountPages<T>; what: string }) {
  const { entries, hasOlder, older, error, loadOlder } = pages;
  return (
    <footer className="flex flex-wrap items-center justify-center gap-x-4 gap-y-2 px-4 py-3 text-sm text-muted">
      <span>
        {entries?.length ?? 0} {what} loaded
      </span>
      {hasOlder ? (
        <Button
          size="sm"
          offReason={older === 'loading' ? 'Older ones are on the way.' : undefined}
          onClick={() => loadOlder()}
        >
          {older === 'loading' ? 'Loading…' : 'Load older'}
        </Button>
      ) : (
        <span>That is the beginning.</span>
      )}
      {older === 'failed' && (
        <span role="alert" className="text-down">
          Older {what} could not be loaded. Check your connection and try again.
        </span>
      )}
      {error && (
        <span role="alert" className="text-down">
          {error.message}
        </span>
      )}
    </footer>
  );
}
