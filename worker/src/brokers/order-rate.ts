import type { IncomingHttpHeaders } from 'node:http';
import type { RequestRate } from './trading-port.ts';

/**
 * What the venue says with each answer of its order endpoints: how many requests its present second allows and how many
 * are left. Each endpoint is counted for itself; the fullest one is told.
 * Source: https://bybit-exchange.github.io/docs/v5/rate-limit
 */
export class OrderRate {
  readonly #byPath = new Map<string, RequestRate & { readonly untilMs: number }>();

  readonly learn = (path: string, headers: IncomingHttpHeaders): void => {
    if (!path.startsWith('/v5/order/')) return;
    const [limit, left] = [headers['x-bapi-limit'], headers['x-bapi-limit-status']].map(Number);
    if (limit === undefined || left === undefined || !(limit > 0) || !(left >= 0)) return;
    this.#byPath.set(path, { limit, used: Math.max(0, limit - left), untilMs: Date.now() + 1_000 });
  };

  /** `undefined` until the venue has told a limit. */
  read(): RequestRate | undefined {
    const nowMs = Date.now();
    const rates = [...this.#byPath.values()].map(({ limit, used, untilMs }) => ({
      limit,
      used: untilMs > nowMs ? used : 0,
    }));
    return rates.toSorted((a, b) => b.used / b.limit - a.used / a.limit)[0];
  }
}
