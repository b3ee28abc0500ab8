import type { InviteDocument } from '@tapedeck/core';

export const inviteKeptMs = 7 * 24 * 3_600_000;
/** Most invitations of a desk that are open at a time. */
export const maxOpenInvites = 20;

/** Addresses are compared as they are delivered: without regard to case. */
export function toAddress(email: string): string {
  return email.trim().toLowerCase();
}

/** The mail that carries the link. It goes when the invitation ends, so that the link is not kept. */
export function toMailId(deskId: string, inviteId: string): string {
  return `invite-${deskId}~${inviteId}`;
}

export function isOpen({ status, expiresAtMs }: InviteDocument, nowMs: number): boolean {
  return status === 'open' && nowMs < expiresAtMs;
}
