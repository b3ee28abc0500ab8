/**
 * Every error that Tapedeck raises on purpose carries one of these codes.
 * `outcome-unknown` is no failure: the request may have been carried out, and must be looked up before anything else.
 */
export const errorCodes = [
  'invalid-input',
  'unauthenticated',
  'forbidden',
  'not-found',
  'conflict',
  'expired',
  'rate-limited',
  'rejected',
  'unauthorized-at-broker',
  'retryable',
  'outcome-unknown',
  'invalid-venue-data',
  'lease-lost',
  'unsupported',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

export interface AppErrorOptions {
  /** Values that explain the error, quoted as they arrived; never a key, a token or a raw HTTP response. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** An error whose message is written for a person: what happened, what it means for the money, what to do. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.details = options.details ?? {};
  }
}

/** Turns anything thrown into an AppError; what is not one already becomes `internal` with its cause kept. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new AppError('internal', message, { cause: thrown });
}
