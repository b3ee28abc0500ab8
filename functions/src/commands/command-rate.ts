import { AppError, type CommandName, type CommandRateDocument } from '@tapedeck/core';
import { Timestamp } from 'firebase-admin/firestore';

/** A person may send this many commands to a desk at once … */
export const burst = 30;
/** … and gets them all back over this time. */
export const refillMs = 10_000;
const keepMs = 3_600_000;

/** Whoever has sent too much may still stop everything. */
export function isRateLimited(name: CommandName): boolean {
  return name !== 'emergencyStop';
}

/** The bucket after one more command, or a refusal that names when the next one is let through. */
export function takeToken(bucket: CommandRateDocument | undefined, nowMs: number): CommandRateDocument {
  const sinceMs = bucket ? Math.max(0, nowMs - bucket.updatedAtMs) : 0;
  const tokens = bucket ? Math.min(burst, bucket.tokens + (sinceMs * burst) / refillMs) : burst;
  if (tokens < 1) {
    const waitMs = Math.ceil(((1 - tokens) * refillMs) / burst);
    throw new AppError(
      'rate-limited',
      `You sent more than ${burst} commands in ${refillMs / 1_000} s. This one was not sent. Try again in ${waitMs} ms.`,
      { details: { waitMs } },
    );
  }
  return { tokens: tokens - 1, updatedAtMs: nowMs, expiresAt: Timestamp.fromMillis(nowMs + keepMs) };
}
