import { WebSocket } from 'ws';
import { requestPayload, sign, streamPayload } from '../http/signature.ts';

export interface Credentials {
  readonly apiKey: string;
  readonly apiSecret: string;
}

export interface Envelope {
  readonly retCode: number;
  readonly retMsg: string;
  readonly result: Record<string, unknown>;
  readonly time: number;
}

export const mainAccount: Credentials = { apiKey: 'tapedeck-demo-main', apiSecret: 'tapedeck-demo-main-secret' };

/** A client of the venue as small as it can be: signs by the book and interprets nothing. */
export class SignedClient {
  readonly #url: string;
  readonly #credentials: Credentials;
  readonly #now: () => number;

  constructor(url: string, credentials: Credentials = mainAccount, now: () => number = () => Date.now()) {
    this.#url = url;
    this.#credentials = credentials;
    this.#now = now;
  }

  async get(path: string, query: Readonly<Record<string, string>> = {}): Promise<Envelope> {
    const encoded = new URLSearchParams(query).toString();
    const response = await fetch(`${this.#url}${path}?${encoded}`, { headers: this.headers(encoded) });
    return (await response.json()) as Envelope;
  }

  async post(path: string, body: Readonly<Record<string, unknown>>): Promise<Envelope> {
    const text = JSON.stringify(body);
    const response = await fetch(`${this.#url}${path}`, { method: 'POST', body: text, headers: this.headers(text) });
    return (await response.json()) as Envelope;
  }

  headers(content: string): Record<string, string> {
    const timestamp = String(this.#now());
    const { apiKey, apiSecret } = this.#credentials;
    const recvWindow = '5000';
    return {
      'content-type': 'application/json',
      'X-BAPI-API-KEY': apiKey,
      'X-BAPI-TIMESTAMP': timestamp,
      'X-BAPI-RECV-WINDOW': recvWindow,
      'X-BAPI-SIGN': sign(apiSecret, requestPayload({ timestamp, apiKey, recvWindow, content })),
    };
  }
}

export interface StreamFrame {
  readonly topic?: string;
  readonly op?: string;
  readonly success?: boolean;
  readonly type?: string;
  readonly ret_msg?: string;
  readonly retCode?: number;
  readonly data?: unknown;
  readonly creationTime?: number;
}

/** A stream that keeps every frame it was sent. */
export class RecordingStream {
  readonly frames: StreamFrame[] = [];
  readonly closed: Promise<void>;
  readonly #socket: WebSocket;
  readonly #waiting: { wanted: (frame: StreamFrame) => boolean; resolve: (frame: StreamFrame) => void }[] = [];

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => {
      socket.on('close', () => {
        resolve();
      });
    });
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString('utf8')) as StreamFrame;
      this.frames.push(frame);
      for (const waiter of this.#waiting.splice(0)) {
        if (waiter.wanted(frame)) waiter.resolve(frame);
        else this.#waiting.push(waiter);
      }
    });
  }

  static async open(url: string): Promise<RecordingStream> {
    const socket = new WebSocket(url);
    const stream = new RecordingStream(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => {
        resolve();
      });
      socket.once('error', reject);
    });
    return stream;
  }

  /** Opens the private stream, signs in and subscribes. */
  static async openPrivate(
    wsUrl: string,
    topics: readonly string[],
    credentials: Credentials = mainAccount,
    now: () => number = () => Date.now(),
  ): Promise<RecordingStream> {
    const stream = await RecordingStream.open(`${wsUrl}/v5/private`);
    await stream.signIn(credentials, now);
    stream.send({ op: 'subscribe', args: topics });
    await stream.next((frame) => frame.op === 'subscribe');
    return stream;
  }

  async signIn(credentials: Credentials = mainAccount, now: () => number = () => Date.now()): Promise<StreamFrame> {
    const expires = now() + 10_000;
    const signature = sign(credentials.apiSecret, streamPayload(expires));
    this.send({ op: 'auth', args: [credentials.apiKey, String(expires), signature] });
    return this.next((frame) => frame.op === 'auth');
  }

  send(frame: object): void {
    this.#socket.send(JSON.stringify(frame));
  }

  /** The first frame, kept or to come, that is wanted. */
  next(wanted: (frame: StreamFrame) => boolean): Promise<StreamFrame> {
    const kept = this.frames.find(wanted);
    if (kept) return Promise.resolve(kept);
    return new Promise((resolve) => {
      this.#waiting.push({ wanted, resolve });
    });
  }

  ofTopic(topic: string): readonly StreamFrame[] {
    return this.frames.filter((frame) => frame.topic === topic);
  }

  close(): void {
    this.#socket.terminate();
  }
}
