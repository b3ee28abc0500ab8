import { AppError } from '@tapedeck/core';

/** gRPC status codes of refusals that a repeat of the same write cannot change: the document is not what we took it for. */
const refusals = new Map([
  [5, 'not found'],
  [6, 'exists already'],
  [9, 'precondition failed'],
]);

function grpcCode(error: unknown): number | undefined {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'number' ? code : undefined;
}

/** Whether Firestore refused a write because a document is not as the write expected it. */
export function isRefusal(error: unknown): boolean {
  return refusals.has(grpcCode(error) ?? -1);
}

/** Says in our words what Firestore said, without its payload. */
export function toStoreError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = grpcCode(error);
  const text = error instanceof Error ? error.message.slice(0, 200) : String(error);
  const refusal = refusals.get(code ?? -1);
  if (refusal) return new AppError('conflict', `Firestore refused a write: ${refusal}.`, { cause: error });
  return new AppError(code === 3 ? 'invalid-input' : 'retryable', `Firestore did not take a write: ${text}`, {
    cause: error,
    details: code === undefined ? {} : { grpcCode: code },
  });
}
