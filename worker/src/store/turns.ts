/** Lets so many pieces of work run at once; those that finish what was begun go before those that begin. */
export class Turns {
  readonly #atOnce: number;
  readonly #waiting: Record<'first' | 'later', (() => void)[]> = { first: [], later: [] };
  #running = 0;

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  async run<Result>(turn: 'first' | 'later', work: () => Promise<Result>): Promise<Result> {
    if (this.#running >= this.#atOnce) await new Promise<void>((resolve) => this.#waiting[turn].push(resolve));
    else this.#running += 1;
    try {
      return await work();
    } finally {
      // Whoever waits takes over the place of whoever leaves.
      const next = this.#waiting.first.shift() ?? this.#waiting.later.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}
