import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Faults } from '../control/faults.ts';
import type { AccountDirectory, VenueAccount } from '../venue/account-directory.ts';
import { ApiError, apiErrors } from './api-error.ts';
import { authenticate } from './authentication.ts';
import { Params } from './params.ts';
import type { AddressGuard, RateLimiter, RateLimitState } from './rate-limit.ts';
import type { Route, SignedRoute } from './route.ts';

export interface ApiServerParts {
  readonly routes: readonly Route[];
  readonly directory: AccountDirectory;
  readonly faults: Faults;
  readonly limiter: RateLimiter;
  readonly guard: AddressGuard;
  readonly after: (delayMs: number, task: () => void) => void;
}

/** Paths whose answers the fault `stale-snapshots` freezes. */
const snapshotPaths: ReadonlySet<string> = new Set([
  '/v5/account/wallet-balance',
  '/v5/position/list',
  '/v5/order/realtime',
]);

interface Call {
  readonly method: string;
  readonly path: string;
  /** The query as it came, still encoded. */
  readonly query: string;
  readonly body: string;
  readonly request: IncomingMessage;
}

/** The REST side of the venue: finds the route, checks signature and limits, applies faults, wraps the answer. */
export class ApiServer {
  readonly #parts: ApiServerParts;
  readonly #routes: ReadonlyMap<string, Route>;
  readonly #readings = new Map<string, unknown>();

  constructor(parts: ApiServerParts) {
    this.#parts = parts;
    this.#routes = new Map(parts.routes.map((route) => [`${route.method} ${route.path}`, route]));
  }

  handle(request: IncomingMessage, body: string, response: ServerResponse): void {
    const { pathname, search } = new URL(request.url ?? '/', 'http://venue');
    const call = { method: request.method ?? 'GET', path: pathname, query: search.slice(1), body, request };
    const { faults, guard } = this.#parts;
    if (!guard.admit(request.socket.remoteAddress ?? '')) {
      response.writeHead(403, { 'content-type': 'text/plain' }).end('access too frequent.');
      return;
    }
    const target = { path: pathname, ...this.#accountOf(request) };
    const status = faults.strike('maintenance', target) ? 503 : faults.strike('http-error', target)?.status;
    if (status !== undefined) {
      response.writeHead(status, { 'content-type': 'text/html' }).end(`<html><body>${status}</body></html>`);
      return;
    }
    this.#answer(call, response, target);
  }

  #answer(call: Call, response: ServerResponse, target: { path: string; account?: string }): void {
    const { faults } = this.#parts;
    const headers: Record<string, string> = { 'content-type': 'application/json; charset=utf-8' };
    const envelope = this.#envelope(call, target, headers);
    // The request has been carried out by now, whatever becomes of the answer.
    if (faults.strike('timeout-after-acceptance', target)) return;
    const send = (): void => {
      if (!response.writableEnded) response.writeHead(200, headers).end(JSON.stringify(envelope));
    };
    const latency = faults.strike('latency', target);
    if (latency) this.#parts.after(latency.latencyMs, send);
    else send();
  }

  #envelope(call: Call, target: { path: string; account?: string }, headers: Record<string, string>): object {
    try {
      const result = this.#call(call, target, headers);
      return { retCode: 0, retMsg: 'OK', result, retExtInfo: {}, time: this.#parts.faults.venueNow() };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { retCode, message } = error;
      return { retCode, retMsg: message, result: {}, retExtInfo: {}, time: this.#parts.faults.venueNow() };
    }
  }

  #call(call: Call, target: { path: string; account?: string }, headers: Record<string, string>): unknown {
    const route = this.#routes.get(`${call.method} ${call.path}`);
    if (!route) throw apiErrors.unknownPath();
    const params = toParams(call);
    if (!route.signed) {
      this.#throwFault(target);
      return route.answer(params);
    }
    const content = call.method === 'POST' ? call.body : call.query;
    const account = authenticate(
      call.request.headers,
      content,
      this.#parts.directory,
      this.#parts.faults.venueNow(),
      ({ name }) => this.#parts.faults.peek('key-revoked', { account: name }) !== undefined,
    );
    this.#throwFault(target);
    const state = this.#takeRate(route, params, account);
    headers['X-Bapi-Limit'] = String(state.limit);
    headers['X-Bapi-Limit-Status'] = String(state.left);
    headers['X-Bapi-Limit-Reset-Timestamp'] = String(state.resetMs);
    if (!state.allowed) throw apiErrors.rateLimit();
    return this.#fresh(call, target, () => route.answer(params, account));
  }

  #takeRate(route: SignedRoute, params: Params, account: VenueAccount): RateLimitState {
    return this.#parts.limiter.take(
      `${account.uid} ${route.path} ${params.text('category') ?? ''}`,
      route.limit(params),
    );
  }

  /** Refusals that are switched on, as the venue words them. */
  #throwFault(target: { path: string; account?: string }): void {
    const { faults } = this.#parts;
    if (faults.strike('rate-limit', target)) throw apiErrors.rateLimit();
    if (faults.strike('system-error', target)) throw apiErrors.systemError();
    const other = faults.strike('ret-code', target);
    if (other) throw new ApiError(other.retCode, other.retMsg);
  }

  /** A fresh reading, or the last one from before `stale-snapshots` was switched on. */
  #fresh(call: Call, target: { path: string; account?: string }, read: () => unknown): unknown {
    if (!snapshotPaths.has(call.path)) return read();
    const key = `${target.account ?? ''} ${call.path}?${call.query}`;
    if (this.#readings.has(key) && this.#parts.faults.strike('stale-snapshots', target)) return this.#readings.get(key);
    const reading = read();
    this.#readings.set(key, reading);
    return reading;
  }

  #accountOf(request: IncomingMessage): { account?: string } {
    const apiKey = request.headers['x-bapi-api-key'];
    const account = typeof apiKey === 'string' ? this.#parts.directory.withKey(apiKey) : undefined;
    return account ? { account: account.name } : {};
  }
}

function toParams(call: Call): Params {
  if (call.method !== 'POST') return new Params(Object.fromEntries(new URLSearchParams(call.query)));
  try {
    return Params.fromJson(JSON.parse(call.body === '' ? '{}' : call.body));
  } catch {
    throw apiErrors.parameter('body is no JSON');
  }
}
