import type { ActivityDocument } from '@tapedeck/core/documents/desk-records';
import type { Tone } from '@/components/ui/badge.tsx';

export type ActivityKind = ActivityDocument['kind'];
export type ActivityResult = NonNullable<ActivityDocument['result']>;

export const kindNames: Record<ActivityKind, string> = {
  trade: 'Trade',
  command: 'Command',
  account: 'Account',
  system: 'System',
};

export const resultWords: Record<ActivityResult, { readonly text: string; readonly tone: Tone }> = {
  succeeded: { text: '✓ Succeeded', tone: 'up' },
  failed: { text: '✕ Failed', tone: 'down' },
  rejected: { text: '✕ Rejected', tone: 'down' },
  expired: { text: '✕ Expired', tone: 'down' },
  unknown: { text: '? Unknown', tone: 'warning' },
};

/** Ids are long; the first eight signs tell commands apart on a page. */
export function shortId(id: string): string {
  return id.slice(0, 8);
}
