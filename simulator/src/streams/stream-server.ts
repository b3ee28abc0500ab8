import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import * as z from 'zod';
import type { Faults } from '../control/faults.ts';
import { isSignedBy, streamPayload } from '../http/signature.ts';
import { hash32 } from '../market/random.ts';
import type { AccountDirectory, VenueAccount } from '../venue/account-directory.ts';
import { StreamConnection, type StreamKind } from './connection.ts';
import { privateTopics } from './private-feed.ts';
import type { PublicFeed } from './public-feed.ts';
import type { TradeStream } from './trade-stream.ts';

const kinds: Readonly<Record<string, StreamKind>> = {
  '/v5/public/linear': 'linear',
  '/v5/public/spot': 'spot',
  '/v5/public/inverse': 'inverse',
  '/v5/public/option': 'option',
  '/v5/private': 'private',
  '/v5/trade': 'trade',
};

const commandSchema = z.looseObject({
  op: z.string(),
  req_id: z.union([z.string(), z.number()]).optional(),
  reqId: z.union([z.string(), z.number()]).optional(),
  args: z.array(z.unknown()).optional(),
});
export type StreamCommand = z.infer<typeof commandSchema>;

export interface StreamServerParts {
  readonly directory: AccountDirectory;
  readonly faults: Faults;
  readonly feed: PublicFeed;
  readonly trade: TradeStream;
  readonly connections: Set<StreamConnection>;
}

/** The WebSocket side of the venue: accepts connections, signs them in, keeps their subscriptions. */
export class StreamServer {
  readonly #parts: StreamServerParts;
  readonly #server = new WebSocketServer({ noServer: true });
  #opened = 0;

  constructor(parts: StreamServerParts) {
    this.#parts = parts;
    parts.faults.watch(({ fault }) => {
      if (fault.kind === 'drop-streams') this.#cutMatching('drop-streams');
      if (fault.kind === 'maintenance') this.#cutMatching('maintenance');
      if (fault.kind === 'key-revoked') this.#cutMatching('key-revoked');
    });
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const kind = kinds[new URL(request.url ?? '/', 'http://venue').pathname];
    const { faults } = this.#parts;
    const scope = kind === 'private' || kind === 'trade' ? 'private' : 'public';
    const closed = faults.peek('maintenance') ?? faults.strike('drop-streams', { scope });
    if (!kind || closed) {
      // Whoever asked may be gone by now, and an error that nobody hears would close the exchange for everybody.
      socket.on('error', () => {
        socket.destroy();
      });
      socket.end(`HTTP/1.1 ${kind ? '503 Service Unavailable' : '404 Not Found'}\r\nconnection: close\r\n\r\n`);
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      this.#accept(kind, webSocket);
    });
  }

  stop(): void {
    for (const connection of this.#parts.connections) connection.cut();
    this.#server.close();
  }

  #accept(kind: StreamKind, socket: WebSocket): void {
    this.#opened += 1;
    const id = `d${hash32('connection', this.#opened).toString(36)}-${this.#opened.toString(36)}`;
    const connection = new StreamConnection({ id, kind, socket, faults: this.#parts.faults });
    this.#parts.connections.add(connection);
    socket.on('message', (data: Buffer) => {
      this.#receive(connection, data.toString('utf8'));
    });
    socket.on('close', () => this.#parts.connections.delete(connection));
    socket.on('error', () => {
      connection.cut();
    });
  }

  #receive(connection: StreamConnection, text: string): void {
    const command = readCommand(text);
    if (!command) {
      connection.send({ success: false, ret_msg: 'error:invalid request', conn_id: connection.id, op: '' });
      return;
    }
    switch (command.op) {
      case 'ping':
        this.#pong(connection, command);
        return;
      case 'auth':
        this.#authenticate(connection, command);
        return;
      case 'subscribe':
        this.#subscribe(connection, command);
        return;
      case 'unsubscribe':
        for (const topic of topicsOf(command)) connection.topics.delete(topic);
        acknowledge(connection, command, true, '');
        return;
      default:
        if (connection.kind === 'trade') this.#parts.trade.receive(connection, command);
        else acknowledge(connection, command, false, 'error:invalid op');
    }
  }

  #pong(connection: StreamConnection, command: StreamCommand): void {
    const requestId = command.req_id === undefined ? {} : { req_id: String(command.req_id) };
    if (connection.scope === 'public') {
      connection.send({ success: true, ret_msg: 'pong', conn_id: connection.id, ...requestId, op: 'ping' });
    } else {
      connection.send({
        ...requestId,
        op: 'pong',
        args: [String(this.#parts.faults.venueNow())],
        conn_id: connection.id,
      });
    }
  }

  #authenticate(connection: StreamConnection, command: StreamCommand): void {
    const [apiKey, expires, signature] = (command.args ?? []).map(String);
    const account = this.#findSigner(apiKey ?? '', expires ?? '', signature ?? '');
    const own = connection.kind === 'trade' ? { connId: connection.id } : { conn_id: connection.id };
    if (typeof account === 'number') {
      const retMsg = account === 10003 ? 'Invalid apikey' : account === 10004 ? 'Invalid sign' : 'Params Error';
      connection.send({ op: 'auth', success: false, retCode: account, retMsg, connId: connection.id });
      setTimeout(() => {
        connection.cut();
      }, 100).unref();
      return;
    }
    connection.account = account;
    // Whose stream it is was not known when it was let in.
    if (this.#parts.faults.strike('drop-streams', connection.target)) {
      connection.cut();
      return;
    }
    if (connection.kind === 'trade') connection.send({ success: true, retCode: 0, retMsg: 'OK', op: 'auth', ...own });
    else connection.send({ success: true, ret_msg: '', op: 'auth', ...own });
  }

  /** The account, or the code that refuses it. */
  #findSigner(apiKey: string, expires: string, signature: string): VenueAccount | number {
    const account = this.#parts.directory.withKey(apiKey);
    if (!account || this.#parts.faults.peek('key-revoked', { account: account.name })) return 10003;
    if (!isSignedBy(account.apiSecret, streamPayload(expires), signature)) return 10004;
    return Number(expires) > this.#parts.faults.venueNow() ? account : 10001;
  }

  #subscribe(connection: StreamConnection, command: StreamCommand): void {
    const topics = topicsOf(command);
    if (connection.scope === 'private' && !connection.account) {
      acknowledge(connection, command, false, 'Request not authorized');
      return;
    }
    if (connection.kind === 'spot' && topics.length > 10) {
      acknowledge(connection, command, false, 'args size >10');
      return;
    }
    const unknown = topics.find((topic) =>
      connection.scope === 'private' ? !privateTopics.has(topic) : !this.#parts.feed.subscribe(connection, topic),
    );
    if (unknown !== undefined) {
      acknowledge(connection, command, false, `Invalid topic: ${unknown}`);
      return;
    }
    for (const topic of topics) connection.topics.add(topic);
    acknowledge(connection, command, true, connection.scope === 'public' ? 'subscribe' : '');
    if (connection.scope === 'public') for (const topic of topics) this.#parts.feed.greet(connection, topic);
  }

  #cutMatching(kind: 'drop-streams' | 'maintenance' | 'key-revoked'): void {
    let cut = false;
    for (const connection of this.#parts.connections) {
      if (!this.#parts.faults.peek(kind, connection.target)) continue;
      connection.cut();
      cut = true;
    }
    if (cut && kind === 'drop-streams') this.#parts.faults.strike(kind);
  }
}

function readCommand(text: string): StreamCommand | undefined {
  try {
    return commandSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function topicsOf(command: StreamCommand): readonly string[] {
  return (command.args ?? []).map(String);
}

function acknowledge(connection: StreamConnection, command: StreamCommand, success: boolean, message: string): void {
  connection.send({
    success,
    ret_msg: message,
    conn_id: connection.id,
    ...(command.req_id === undefined ? {} : { req_id: String(command.req_id) }),
    op: command.op,
  });
}
