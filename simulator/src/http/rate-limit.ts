import type { Clock } from '../clock.ts';

export interface RateLimitState {
  readonly allowed: boolean;
  readonly limit: number;
  /** Requests left in this second. */
  readonly left: number;
  /** When the next second starts. */
  readonly resetMs: number;
}

/** Counts the requests of each key in whole seconds, as Bybit limits each user per endpoint. */
export class RateLimiter {
  readonly #clock: Clock;
  #second = 0;
  readonly #counts = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  take(key: string, limit: number): RateLimitState {
    const second = Math.floor(this.#clock.now() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#counts.clear();
    }
    const used = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, used);
    return { allowed: used <= limit, limit, left: Math.max(0, limit - used), resetMs: (second + 1) * 1000 };
  }
}

const windowMs = 5000;

/** Locks an address out after too many requests in 5 s, whatever they were. */
export class AddressGuard {
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #banMs: number;
  readonly #counts = new Map<string, { windowStartMs: number; count: number }>();
  readonly #bannedUntilMs = new Map<string, number>();

  constructor(clock: Clock, limit: number, banMs: number) {
    this.#clock = clock;
    this.#limit = limit;
    this.#banMs = banMs;
  }

  /** Counts a request; false when it must be answered with 403. */
  admit(address: string): boolean {
    const nowMs = this.#clock.now();
    if ((this.#bannedUntilMs.get(address) ?? 0) > nowMs) return false;
    const current = this.#counts.get(address);
    const window = current && nowMs - current.windowStartMs < windowMs ? current : { windowStartMs: nowMs, count: 0 };
    window.count += 1;
    this.#counts.set(address, window);
    if (window.count <= this.#limit) return true;
    this.#bannedUntilMs.set(address, nowMs + this.#banMs);
    return false;
  }

  /** Forgets every ban and count. */
  pardon(): void {
    this.#counts.clear();
    this.#bannedUntilMs.clear();
  }
}
