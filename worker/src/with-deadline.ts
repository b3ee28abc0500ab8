import { AppError } from '@tapedeck/core';

/** Settles as `work` does, or rejects with `outcome-unknown` after `deadlineMs`; what `work` does later is not heard. */
export function withDeadline<Result>(work: Promise<Result>, deadlineMs: number, what: string): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new AppError('outcome-unknown', `${what} gave no answer within ${deadlineMs / 1000} s.`));
    }, deadlineMs);
    work.then(
      (result) => {
        clearTimeout(timer);
        resolve(result);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
