import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';

export interface HealthServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly registry: Registry;
  /** 0 when the worker holds no lease. */
  readonly leaseRemainingMs: () => number;
  /** By what they tell of; none before the worker has started. */
  readonly listeners: ReadonlyMap<string, { readonly hasValue: boolean }>;
  readonly describe: () => Readonly<Record<string, unknown>>;
}

/**
 * `/healthz`: the process runs. `/readyz`: it holds its lease, and every listener has a value. `/metrics`: for Prometheus.
 */
export class HealthServer {
  readonly #options: HealthServerOptions;
  readonly #server: Server;

  constructor(options: HealthServerOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => {
      this.#answer(request.url ?? '/', response).catch(() => response.destroy());
    });
  }

  /** Resolves with the port that it listens on. */
  start(): Promise<number> {
    const { host, port } = this.#options;
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ host, port }, () => resolve((this.#server.address() as AddressInfo).port));
    });
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  /** Why the worker cannot do its work now; `undefined` when it can. */
  #notReady(): string | undefined {
    const { leaseRemainingMs, listeners } = this.#options;
    if (leaseRemainingMs() === 0) return 'The lease could not be renewed.';
    const silent = [...listeners].filter(([, { hasValue }]) => !hasValue).map(([what]) => what);
    return silent.length === 0 ? undefined : `Nothing has been heard yet of ${silent.join(', ')}.`;
  }

  async #answer(url: string, response: ServerResponse): Promise<void> {
    const { registry, describe } = this.#options;
    switch (url.replace(/\?.*$/s, '')) {
      case '/healthz':
        return sendJson(response, 200, { status: 'ok', ...describe() });
      case '/readyz': {
        const reason = this.#notReady();
        return sendJson(response, reason ? 503 : 200, reason ? { status: 'not-ready', reason } : { status: 'ready' });
      }
      case '/metrics': {
        const text = await registry.metrics();
        response.writeHead(200, { 'content-type': registry.contentType }).end(text);
        return undefined;
      }
      default:
        return sendJson(response, 404, { status: 'not-found' });
    }
  }
}

function sendJson(response: ServerResponse, status: number, body: Readonly<Record<string, unknown>>): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
