/** The simulator's control endpoint, which the demo alone has: faults, and trades made at the venue by hand. */

export interface VenueFault {
  readonly id: number;
  readonly kind: string;
  readonly sinceMs: number;
  /** Absent when it lasts until it is cleared. */
  readonly untilMs?: number;
  /** How many requests or streams it has hit. */
  readonly struck: number;
}

export interface VenueAccount {
  readonly name: string;
  readonly positions: readonly { readonly symbol: string; readonly side: 'Buy' | 'Sell'; readonly size: string }[];
}

export interface VenueState {
  readonly accounts: readonly VenueAccount[];
  readonly faults: readonly VenueFault[];
}

export interface SimulatorControl {
  state(signal?: AbortSignal): Promise<VenueState>;
  addFault(fault: Readonly<Record<string, unknown>> & { readonly kind: string }): Promise<void>;
  /** Without a kind it clears all of them. */
  clearFaults(kind?: string): Promise<void>;
  /** Brings the account's position to this signed size, at the last price; zero closes it. */
  setPosition(account: string, symbol: string, size: string): Promise<void>;
}

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

/** Talks to the simulator at `baseUrl`; what goes wrong is thrown as an Error whose message is for people. */
export function createSimulatorControl(
  baseUrl: string,
  send: Fetch = (url, init) => fetch(url, init),
): SimulatorControl {
  const root = `${baseUrl.replace(/\/$/, '')}/control`;

  async function call(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<unknown> {
    let response: Response;
    try {
      response = await send(`${root}${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
        ...(signal ? { signal } : {}),
      });
    } catch (cause) {
      throw new Error('The exchange simulator does not answer. Nothing was changed there. Is it running?', { cause });
    }
    const answer: unknown = await response.json().catch(() => undefined);
    if (response.ok) return answer;
    const reason: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'error') : undefined;
    throw new Error(
      typeof reason === 'string' ? reason : `The exchange simulator refused it (HTTP ${response.status}).`,
    );
  }

  return {
    state: async (signal) => (await call('GET', '/state', undefined, signal)) as VenueState,
    addFault: async (fault) => void (await call('POST', '/faults', fault)),
    clearFaults: async (kind) =>
      void (await call('DELETE', kind === undefined ? '/faults' : `/faults?kind=${encodeURIComponent(kind)}`)),
    setPosition: async (account, symbol, size) => void (await call('POST', '/positions', { account, symbol, size })),
  };
}
