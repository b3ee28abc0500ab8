'use client';

import type { AccountKey } from '@tapedeck/core/documents/account-document';
import { Badge, type Tone } from '@/components/ui/badge.tsx';
import { formatDate, formatTime } from '@/format/times.ts';
import { usePreference } from '@/preferences/use-preferences.ts';

const words: Record<AccountKey['state'], { readonly text: string; readonly symbol: string; readonly tone: Tone }> = {
  checking: { text: 'Key is being checked', symbol: '◔', tone: 'info' },
  accepted: { text: 'Key accepted', symbol: '✓', tone: 'up' },
  refused: { text: 'Key refused', symbol: '✕', tone: 'down' },
};

export function KeyBadge({ state }: { state: AccountKey['state'] }) {
  const { text, symbol, tone } = words[state];
  return (
    <Badge tone={tone}>
      <span aria-hidden>{symbol}</span> {text}
    </Badge>
  );
}

/** "Key 2, entered by Olivia on 21 Nov, checked 21 Nov 14:03". */
export function KeyLine({ accountKey }: { accountKey: AccountKey }) {
  const zone = usePreference('timeZone');
  const { version, enteredBy, enteredAtMs, checkedAtMs } = accountKey;
  return (
    <>
      Key {version}, entered by {enteredBy} on {formatDate(enteredAtMs, zone)}
      {checkedAtMs !== undefined && `, checked ${formatDate(checkedAtMs, zone)} ${formatTime(checkedAtMs, zone)}`}
    </>
  );
}

/** What the check of a key that was just entered came to. */
export function KeyCheckLine({ accountKey }: { accountKey: AccountKey | undefined }) {
  if (!accountKey || accountKey.state === 'checking') {
    return (
      <output className="block text-sm">
        <span aria-hidden>◔</span> The worker checks the key: it opens the account and reads its balance.
      </output>
    );
  }
  if (accountKey.state === 'accepted') {
    return (
      <output className="block text-sm text-up">
        <span aria-hidden>✓</span> The exchange accepts the key. The account is being followed.
      </output>
    );
  }
  return (
    <p role="alert" className="text-sm text-down">
      <span aria-hidden>✕</span> The key is refused. {accountKey.message ?? 'No reason was given.'}
    </p>
  );
}
