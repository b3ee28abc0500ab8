import { Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { RequestBudget } from './request-budget.ts';

export interface FetchRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface FetchResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: IncomingHttpHeaders;
  text(): Promise<string>;
}

/** Stands in the message where it is certain that nothing was sent: its turn did not come, or no connection was made. */
export const unsentFault = 'ENOTSENT';

/** Told of the headers of each answer, by the path that was asked for. */
export type OnAnswer = (path: string, headers: IncomingHttpHeaders) => void;

/**
 * What ccxt sends its requests through, in place of the undici package that it would load by itself: Node's own client
 * is in the process already, and undici takes some 25 MB more. Connections are kept; redirects are not followed.
 */
export class HttpFetch {
  private readonly agents = {
    'http:': new HttpAgent({ keepAlive: true }),
    'https:': new HttpsAgent({ keepAlive: true }),
  };

  private readonly budget: RequestBudget | undefined;
  private readonly onAnswer: OnAnswer | undefined;

  constructor(budget?: RequestBudget, onAnswer?: OnAnswer) {
    this.budget = budget;
    this.onAnswer = onAnswer;
  }

  /** Fails as the standard `fetch` does: with a TypeError, or with the reason of the signal. */
  readonly fetch = async (url: string, request: FetchRequest): Promise<FetchResponse> => {
    // A change of the account goes before readings that wait for their turn.
    const wait = this.budget?.take(request.signal, request.method === 'GET' ? 'reading' : 'change');
    if (wait) await wait;
    if (request.signal?.aborted === true) throw new UnsentError();
    try {
      return await this.send(new URL(url), request);
    } catch (cause) {
      // A kept connection may be closed by the other side just as it is used again. What only reads is sent once more.
      if (cause instanceof ReusedConnectionError && request.method === 'GET') return this.send(new URL(url), request);
      throw cause;
    }
  };

  close(): void {
    for (const agent of Object.values(this.agents)) agent.destroy();
  }

  private send(url: URL, { method, headers, body, signal }: FetchRequest): Promise<FetchResponse> {
    return new Promise((resolve, reject) => {
      const secure = url.protocol === 'https:';
      const agent = this.agents[secure ? 'https:' : 'http:'];
      const request = (secure ? httpsRequest : httpRequest)(url, { method, headers, agent, signal });
      let connected = false;
      request.once('socket', (socket) => {
        if (socket.connecting) socket.once('connect', () => (connected = true));
        else connected = true;
      });
      const fail = (cause: NodeJS.ErrnoException) => {
        if (signal?.aborted === true) reject(cause);
        else if (!connected) reject(new UnsentError(cause));
        else if (request.reusedSocket && cause.code === 'ECONNRESET') reject(new ReusedConnectionError(cause));
        else reject(new TypeError('fetch failed', { cause }));
      };
      request.on('error', fail);
      request.on('response', (response) => {
        this.onAnswer?.(url.pathname, response.headers);
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', fail);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            statusText: response.statusMessage ?? '',
            headers: response.headers,
            text: () => Promise.resolve(Buffer.concat(chunks).toString('utf8')),
          }),
        );
      });
      request.end(body);
    });
  }
}

class UnsentError extends TypeError {
  constructor(cause?: NodeJS.ErrnoException) {
    super('fetch failed', { cause: new Error(`${unsentFault} ${cause?.code ?? ''}`.trim(), { cause }) });
  }
}

class ReusedConnectionError extends TypeError {
  constructor(cause: Error) {
    super('fetch failed', { cause });
  }
}
