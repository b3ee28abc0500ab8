import { AppError } from '@tapedeck/core';

/** Who calls, as the verified ID token tells. */
export interface Caller {
  readonly uid: string;
  /** Name to show; never empty. */
  readonly name: string;
  readonly email?: string;
}

/** The claims of an ID token that are read here. */
interface Claims {
  readonly uid: string;
  readonly token: { readonly name?: unknown; readonly email?: unknown };
}

const longestName = 80;

function toText(claim: unknown): string {
  return typeof claim === 'string' ? claim.replaceAll(/\s+/g, ' ').trim() : '';
}

/** The name of the profile, else the part of the e-mail address before the `@`. */
export function toCaller(claims: Claims): Caller {
  const email = toText(claims.token.email);
  const name = toText(claims.token.name) || email.split('@', 1)[0] || 'New trader';
  return { uid: claims.uid, name: [...name].slice(0, longestName).join(''), ...(email ? { email } : {}) };
}

export function requireCaller(caller: Caller | undefined): Caller {
  if (caller) return caller;
  throw new AppError('unauthenticated', 'You are not signed in. Nothing was sent. Sign in and try again.');
}
