import type { CcxtBybit, CcxtStreamClient } from '../ccxt-exchange.ts';

export const streamUrl = 'ws://venue/v5/private';

/** Stands in for ccxt's exchange where only the private stream is used: tests say what each connection does. */
export class FakeExchange implements Pick<CcxtBybit, 'clients' | 'handleMessage' | 'authenticate' | 'watchTopics'> {
  clients: Record<string, CcxtStreamClient | undefined> = {};
  readonly connections: FakeConnection[] = [];
  readonly passedOn: unknown[] = [];
  /** Why sign-in fails, as long as it does. */
  signInError: Error | undefined;

  handleMessage = (_client: CcxtStreamClient, message: unknown): void => {
    this.passedOn.push(message);
  };

  authenticate(url: string): Promise<unknown> {
    const connection = new FakeConnection(url, this);
    this.connections.push(connection);
    this.clients[url] = connection.client;
    return this.signInError ? Promise.reject(this.signInError) : Promise.resolve(true);
  }

  watchTopics(_url: string, _hashes: readonly string[], topics: readonly string[]): Promise<unknown> {
    const connection = this.last;
    connection.topics = topics;
    return connection.ended;
  }

  get last(): FakeConnection {
    const connection = this.connections.at(-1);
    if (!connection) throw new Error('No connection was made.');
    return connection;
  }
}

export class FakeConnection {
  readonly client: CcxtStreamClient;
  readonly ended: Promise<never>;
  topics: readonly string[] = [];
  terminated = false;
  end!: (error: Error) => void;
  private readonly exchange: FakeExchange;

  constructor(url: string, exchange: FakeExchange) {
    this.exchange = exchange;
    this.client = { url, connection: { terminate: () => (this.terminated = true) } };
    this.ended = new Promise((_resolve, reject) => (this.end = reject));
    this.ended.catch(() => undefined);
  }

  send(message: unknown): void {
    this.exchange.handleMessage(this.client, message);
  }

  confirm(): void {
    this.send({ op: 'subscribe', success: true });
  }
}
