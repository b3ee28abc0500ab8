import { AppError } from '@tapedeck/core/app-error';

export type Unsubscribe = () => void;

/** What a listener tells: values as they come, and failures, after which it goes on trying. */
export interface Observer<T> {
  readonly next: (value: T) => void;
  readonly fail: (error: AppError) => void;
}

/** Opens a listener; it may take a while, because the SDK is loaded when first needed. */
export type Open<T> = (next: (value: T) => void, fail: (thrown: unknown) => void) => Promise<Unsubscribe>;

const firstDelayMs = 500;
const longestDelayMs = 15_000;
/** Somebody who was removed may be added again. */
const forbiddenDelayMs = 30_000;

/** Keeps a listener open: one that failed is opened again, later each time, until it is unsubscribed from. */
export function keepSubscribed<T>(open: Open<T>, observer: Observer<T>): Unsubscribe {
  let ended = false;
  let close: Unsubscribe | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let delayMs = firstDelayMs;
  let attempt = 0;

  function start(): void {
    attempt += 1;
    const mine = attempt;
    const isCurrent = () => !ended && mine === attempt;
    open(
      (value) => {
        if (!isCurrent()) return;
        delayMs = firstDelayMs;
        observer.next(value);
      },
      (thrown) => {
        if (isCurrent()) startAgain(thrown);
      },
    ).then(
      (unsubscribe) => {
        if (isCurrent()) close = unsubscribe;
        else unsubscribe();
      },
      (thrown: unknown) => {
        if (isCurrent()) startAgain(thrown);
      },
    );
  }

  function startAgain(thrown: unknown): void {
    attempt += 1;
    close?.();
    close = undefined;
    const error = toListenerError(thrown);
    observer.fail(error);
    const waitMs = error.code === 'forbidden' ? forbiddenDelayMs : delayMs * (0.75 + Math.random() / 2);
    delayMs = Math.min(delayMs * 2, longestDelayMs);
    timer = setTimeout(start, waitMs);
  }

  start();
  return () => {
    ended = true;
    clearTimeout(timer);
    close?.();
  };
}

/** A listener's failure as a sentence for people. */
export function toListenerError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const code: unknown = typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, 'code') : undefined;
  if (code === 'permission-denied') {
    return new AppError(
      'forbidden',
      'You may no longer read this desk: you were removed from it, or your sign-in has ended. Ask its owner, or sign in again.',
      { cause: thrown },
    );
  }
  if (code === 'unauthenticated') {
    return new AppError('unauthenticated', 'Your sign-in has ended. Sign in again to see this desk.', {
      cause: thrown,
    });
  }
  return new AppError('retryable', 'This could not be loaded. Trying again by itself.', {
    cause: thrown,
    details: { code },
  });
}
