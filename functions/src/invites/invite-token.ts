import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What only the link of an invitation carries: 256 random bits as 43 letters, digits, - and _. */
export function makeInviteToken(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256 in hex: who reads it cannot make a link of it. */
export function hashInviteToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Compares in a time that tells nothing of where the two differ. */
export function isInviteToken(token: string, tokenHash: string): boolean {
  const given = Buffer.from(hashInviteToken(token), 'hex');
  const wanted = Buffer.from(tokenHash, 'hex');
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
