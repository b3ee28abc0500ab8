import { createHmac, timingSafeEqual } from 'node:crypto';

/** HMAC-SHA256 in lowercase hex, the signature of Bybit's v5 protocol. */
export function sign(secret: string, payload: string): string {
  return createHmac('sha256', secret).update(payload).digest('hex');
}

/** What a signed request's signature covers; `content` is the raw query of a GET or the raw body of a POST. */
export function requestPayload(parts: {
  timestamp: string;
  apiKey: string;
  recvWindow: string;
  content: string;
}): string {
  return parts.timestamp + parts.apiKey + parts.recvWindow + parts.content;
}

/** What the signature of a stream's `auth` covers. */
export function streamPayload(expires: string | number): string {
  return `GET/realtime${expires}`;
}

export function isSignedBy(secret: string, payload: string, signature: string): boolean {
  const expected = Buffer.from(sign(secret, payload));
  const given = Buffer.from(signature.toLowerCase());
  return expected.length === given.length && timingSafeEqual(expected, given);
}
