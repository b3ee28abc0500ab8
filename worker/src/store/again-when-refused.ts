import { backoffMs } from '../backoff.ts';
import { isRefusal, toStoreError } from './firestore-errors.ts';

const maxAttempts = 6;
const retry = { firstMs: 20, maxMs: 400 };

/** Runs an attempt again, on what stands in Firestore by then, when somebody else wrote in between. */
export async function againWhenRefused<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isRefusal(error) || failures === maxAttempts) throw toStoreError(error);
      await new Promise((resolve) => setTimeout(resolve, backoffMs(failures, retry)));
    }
  }
}
