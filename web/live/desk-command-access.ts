'use client';

import type { Role } from '@tapedeck/core/documents/desk-document';
import { useMembership } from './desk-context.tsx';
import { useLink, type Link } from './link.ts';

/**
 * Why a command on the desk itself may not be sent now, as a sentence for people. The backend carries it out in the
 * commit that stores it, so that no worker is needed.
 */
export function deskCommandOffReason(role: Role, link: Link['state'], needed: 'trader' | 'owner'): string | undefined {
  if (role === 'viewer') return 'You are a viewer of this desk: you see everything and change nothing.';
  if (needed === 'owner' && role !== 'owner') return 'Only an owner of this desk may change this.';
  if (link === 'offline') return 'Not possible offline: nothing could be sent from here.';
  return undefined;
}

export function useDeskCommandOffReason(needed: 'trader' | 'owner'): string | undefined {
  const { role } = useMembership();
  return deskCommandOffReason(role, useLink().state, needed);
}
