import { backoffMs } from '../backoff.ts';

export interface Subscription<Value> {
  (onValue: (value: Value) => void, onError: (error: unknown) => void): () => void;
}

const retry = { firstMs: 200, maxMs: 2_000 };

/**
 * Keeps one listener alive. Firestore's own gives up for good after a while without a server; this one subscribes again,
 * and at once when `renew` says that the server is back.
 */
export class Keeper<Value> {
  readonly #subscribe: Subscription<Value>;
  readonly #onValue: (value: Value) => void;
  readonly #onError: (error: unknown) => void;
  #unsubscribe: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #generation = 0;
  #failures = 0;
  #hasValue = false;
  #closed = false;

  constructor(subscribe: Subscription<Value>, onValue: (value: Value) => void, onError: (error: unknown) => void) {
    this.#subscribe = subscribe;
    this.#onValue = onValue;
    this.#onError = onError;
    this.renew();
  }

  /** Whether the subscription that stands has given a value, and so is heard. */
  get hasValue(): boolean {
    return this.#hasValue;
  }

  /** Subscribes afresh; the next value is the whole again. */
  renew(): void {
    if (this.#closed) return;
    this.#end();
    const generation = ++this.#generation;
    this.#unsubscribe = this.#subscribe(
      (value) => {
        if (generation !== this.#generation) return;
        this.#failures = 0;
        this.#hasValue = true;
        this.#onValue(value);
      },
      (error) => {
        if (generation !== this.#generation) return;
        this.#failures += 1;
        this.#hasValue = false;
        this.#onError(error);
        this.#timer = setTimeout(() => this.renew(), backoffMs(this.#failures, retry));
      },
    );
  }

  close(): void {
    this.#closed = true;
    this.#generation += 1;
    this.#end();
  }

  #end(): void {
    this.#hasValue = false;
    clearTimeout(this.#timer);
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
  }
}
