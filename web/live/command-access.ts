'use client';

import type { Role } from '@tapedeck/core/documents/desk-document';
import { useMembership } from './desk-context.tsx';
import { useFreshnessState, type ShownState } from './freshness.ts';
import { useLink, type Link } from './link.ts';

/** Why a command to an account may not be sent now, as a sentence for people; undefined when it may. */
export function commandOffReason(role: Role, link: Link['state'], state: ShownState): string | undefined {
  if (role === 'viewer') return 'You are a viewer of this desk: you see everything and change nothing.';
  if (link === 'offline') return 'Not possible offline: nothing could be sent from here.';
  if (state === 'forbidden') return 'You have no access to this account.';
  if (state === 'worker-lost') return 'No worker runs this account now, so nobody could carry it out.';
  return undefined;
}

/** The reason for which commands to this account are off, to be shown in sight. */
export function useCommandOffReason(accountId: string): string | undefined {
  const { role } = useMembership();
  const link = useLink();
  const state = useFreshnessState([accountId]);
  return commandOffReason(role, link.state, state);
}
