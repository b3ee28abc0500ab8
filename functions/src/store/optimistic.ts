import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@tapedeck/core';
import { GrpcStatus } from 'firebase-admin/firestore';

const maxAttempts = 40;
const longestPauseMs = 20;

/** How Firestore says that a precondition of the commit no longer held. */
const lostRaces: ReadonlySet<unknown> = new Set([
  GrpcStatus.NOT_FOUND,
  GrpcStatus.ALREADY_EXISTS,
  GrpcStatus.FAILED_PRECONDITION,
  GrpcStatus.ABORTED,
]);

function isLostRace(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && lostRaces.has(thrown.code);
}

/**
 * Runs `attempt`, which reads, decides and commits one batch under preconditions, and runs it again when somebody else
 * was faster. A transaction would hold read locks meanwhile: two that read one document and then write it wait seconds
 * for each other, where this loses a few milliseconds.
 */
export async function optimistically<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let tried = 1; tried <= maxAttempts; tried += 1) {
    try {
      return await attempt();
    } catch (thrown) {
      if (!isLostRace(thrown)) throw thrown;
      await sleep(Math.random() * longestPauseMs);
    }
  }
  throw new AppError(
    'retryable',
    'Too many requests of yours arrived at the same moment. This one was not stored. Send it again.',
    { details: { maxAttempts } },
  );
}
