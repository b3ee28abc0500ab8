import { AppError } from '@tapedeck/core';

/** Who calls, as the verified ID token tells. */
export interface Caller {
  readonly uid: string;
  /** Name to show; never empty. */
  readonly name: string;
  readonly email?: string;
}

/** The claims of an ID token that are read here, before anything is known of them. */
interface Claims {
  readonly uid?: unknown;
  readonly token: { readonly name?: unknown; readonly email?: unknown };
}

const longestName = 80;

function toText(claim: unknown): string {
  return typeof claim === 'string'
    ? claim
        .replaceAll(/\p{Cs}/gu, '\ufffd')
        .replaceAll(/[\s\p{Cc}]+/gu, ' ')
        .trim()
    : '';
}

/**
 * Who the token names, by the name of the profile, else by the part of the e-mail address before the `@`.
 * A token without a uid names nobody: the emulator lets such through, the cloud does not.
 */
export function toCaller(claims: Claims | undefined): Caller | undefined {
  if (typeof claims?.uid !== 'string' || claims.uid === '') return undefined;
  const email = toText(claims.token.email);
  const name = toText(claims.token.name) || email.split('@', 1)[0] || 'New trader';
  return { uid: claims.uid, name: Array.from(name).slice(0, longestName).join(''), ...(email ? { email } : {}) };
}

export function requireCaller(caller: Caller | undefined): Caller {
  if (caller) return caller;
  throw new AppError('unauthenticated', 'You are not signed in. Nothing was sent. Sign in and try again.');
}
