const firstPauseMs = 250;
const mostTries = 4;

/**
 * A read for whoever waits for Firestore to come back. The library repeats a read that failed only after more than a
 * second; here a fresh one is asked beside it, each after twice the pause before, and the first answer counts.
 */
export function readSoon<Result>(read: () => Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const ask = (tries: number, pauseMs: number): void => {
      if (tries < mostTries) timer = setTimeout(() => ask(tries + 1, pauseMs * 2), pauseMs);
      read()
        .then(resolve, reject)
        .finally(() => clearTimeout(timer));
    };
    ask(1, firstPauseMs);
  });
}
