import type { FetchRequest, FetchResponse } from '../http-fetch.ts';

/** A request as it left ccxt: its path, its fields wherever they stand, and its headers. */
export interface OfflineRequest {
  readonly method: string;
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

type Route = (request: OfflineRequest) => unknown;

/** A venue without a network: what each path answers is written by hand, in the venue's own words. */
export class OfflineVenue {
  readonly requests: OfflineRequest[] = [];
  readonly #routes = new Map<string, Route>();

  /** By path, or by method and path. */
  on(routes: Readonly<Record<string, Route>>): this {
    for (const [path, route] of Object.entries(routes)) this.#routes.set(path, route);
    return this;
  }

  asked(path: string): readonly OfflineRequest[] {
    return this.requests.filter((request) => request.path === path);
  }

  readonly fetch = (address: string, { method, headers, body }: FetchRequest): Promise<FetchResponse> => {
    const url = new URL(address);
    const request = { method, path: url.pathname, fields: { ...fieldsOf(url.search), ...fieldsOf(body) }, headers };
    this.requests.push(request);
    const route = this.#routes.get(`${method} ${url.pathname}`) ?? this.#routes.get(url.pathname);
    if (!route) return Promise.reject(new Error(`The test says nothing of ${method} ${url.pathname}.`));
    const text = JSON.stringify(route(request));
    const answer = { status: 200, statusText: 'OK', headers: {}, text: () => Promise.resolve(text) };
    return Promise.resolve(answer);
  };
}

function fieldsOf(text = ''): Readonly<Record<string, string>> {
  if (!/^\s*[[{]/.test(text)) return Object.fromEntries(new URLSearchParams(text));
  const parsed: unknown = JSON.parse(text);
  const row: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
  return Object.fromEntries(Object.entries(row ?? {}).map(([name, value]) => [name, String(value)]));
}
