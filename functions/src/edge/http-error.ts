import { AppError, type ErrorCode } from '@tapedeck/core';
import { logger } from 'firebase-functions';
import { HttpsError, type FunctionsErrorCode } from 'firebase-functions/https';

/**
 * The one map from our codes to those of the callable protocol. Only `retryable`, `outcome-unknown`, `internal` and
 * `invalid-venue-data` are answered with a 5xx status: they are ours, all others are the caller's.
 */
const httpsCodes: Record<ErrorCode, FunctionsErrorCode> = {
  'invalid-input': 'invalid-argument',
  unauthenticated: 'unauthenticated',
  forbidden: 'permission-denied',
  'not-found': 'not-found',
  conflict: 'already-exists',
  expired: 'failed-precondition',
  'rate-limited': 'resource-exhausted',
  rejected: 'failed-precondition',
  'unauthorized-at-broker': 'failed-precondition',
  retryable: 'unavailable',
  'outcome-unknown': 'unknown',
  'invalid-venue-data': 'internal',
  'lease-lost': 'aborted',
  unsupported: 'failed-precondition',
  internal: 'internal',
};

/** gRPC statuses with which Firestore says that the same request may succeed later. */
const passingStatuses: ReadonlySet<unknown> = new Set([4, 8, 10, 14]);

function isPassing(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && passingStatuses.has(thrown.code);
}

/** What a client may hear of anything thrown. What was not raised for a person is logged, and told of without its text. */
export function toHttpsError(thrown: unknown): HttpsError {
  if (thrown instanceof AppError && thrown.code !== 'internal') {
    return new HttpsError(httpsCodes[thrown.code], thrown.message, { ...thrown.details, code: thrown.code });
  }
  logger.error('request failed', thrown);
  const code: ErrorCode = isPassing(thrown) ? 'retryable' : 'internal';
  const what = code === 'retryable' ? 'The database is busy' : 'Something failed on our side';
  return new HttpsError(
    httpsCodes[code],
    `${what}, and it is not known whether this was stored. Send it again with the same id: a repeat is never run twice.`,
    { code },
  );
}
