import type { IncomingHttpHeaders } from 'node:http';
import type { AccountDirectory, VenueAccount } from '../venue/account-directory.ts';
import { apiErrors } from './api-error.ts';
import { isSignedBy, requestPayload } from './signature.ts';

const defaultRecvWindowMs = 5_000;
/** How far ahead of the venue a client's clock may be. */
const allowedLeadMs = 1_000;

/** Who signed a request; throws the venue's refusal otherwise. `content` is the raw query of a GET or body of a POST. */
export function authenticate(
  headers: IncomingHttpHeaders,
  content: string,
  directory: AccountDirectory,
  nowMs: number,
  isRevoked: (account: VenueAccount) => boolean,
): VenueAccount {
  const apiKey = headerOf(headers, 'x-bapi-api-key');
  const timestamp = headerOf(headers, 'x-bapi-timestamp');
  const signature = headerOf(headers, 'x-bapi-sign');
  const recvWindow = headerOf(headers, 'x-bapi-recv-window');
  if (!apiKey || !timestamp || !signature) throw apiErrors.missingKey();
  const account = directory.withKey(apiKey);
  if (!account || isRevoked(account)) throw apiErrors.invalidKey();
  const recvWindowMs = recvWindow === '' ? defaultRecvWindowMs : Number(recvWindow);
  const clientMs = Number(timestamp);
  const inTime = clientMs > nowMs - recvWindowMs && clientMs < nowMs + allowedLeadMs;
  if (!inTime) throw apiErrors.clockSkew(nowMs, timestamp, recvWindowMs);
  const payload = requestPayload({ timestamp, apiKey, recvWindow, content });
  if (!isSignedBy(account.apiSecret, payload, signature)) throw apiErrors.badSignature();
  return account;
}

function headerOf(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}
