import {
  connect,
  constants,
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type IncomingHttpHeaders,
  type IncomingHttpStatusHeader,
} from 'node:http2';
import { Firestore, type Timestamp, type v1 } from '@google-cloud/firestore';
import { AppError } from '@tapedeck/core';
import { decodeCommit, encodeCommit } from './commit-encoding.ts';
import type { DocumentWrite } from './document-write.ts';

export interface Commits {
  /** Writes all or nothing; returns the update times in the order of the writes. Rejects with gRPC's status as `code`. */
  commit(writes: readonly DocumentWrite[], deadlineMs: number): Promise<readonly Timestamp[]>;
}

/** gRPC's frame: one byte for compression, four for the length. */
const frameHead = 5;
const unavailable = 14;

/**
 * Commits to Firestore over one HTTP/2 connection, in gRPC's protocol. The connection is made when it is needed and
 * dropped when a commit has run out of time on it; nothing is repeated here, for only the writer knows what is safe.
 */
export class CommitChannel implements Commits {
  readonly #origin: string;
  readonly #database: string;
  readonly #authorization: () => Promise<string>;
  #session: ClientHttp2Session | undefined;
  #capacity = 4_096;

  constructor(projectId: string, emulatorHost = process.env['FIRESTORE_EMULATOR_HOST']) {
    this.#database = `projects/${projectId}/databases/(default)`;
    this.#origin = emulatorHost ? `http://${emulatorHost}` : 'https://firestore.googleapis.com';
    this.#authorization = emulatorHost ? () => Promise.resolve('Bearer owner') : googleAuthorization(projectId);
  }

  async commit(writes: readonly DocumentWrite[], deadlineMs: number): Promise<readonly Timestamp[]> {
    const request = encodeCommit(this.#database, writes, this.#capacity);
    // Room for the next one, a little more than this one took.
    this.#capacity = Math.max(4_096, Math.ceil(request.length * 1.2));
    return decodeCommit(await this.#ask(request, await this.#authorization(), deadlineMs));
  }

  close(): void {
    this.#session?.destroy();
    this.#session = undefined;
  }

  #ask(request: Buffer, authorization: string, deadlineMs: number): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const session = this.#connected();
      const stream = session.request({
        ':method': 'POST',
        ':path': '/google.firestore.v1.Firestore/Commit',
        'content-type': 'application/grpc',
        te: 'trailers',
        'grpc-timeout': `${deadlineMs}m`,
        'google-cloud-resource-prefix': this.#database,
        'x-goog-request-params': `database=${encodeURIComponent(this.#database)}`,
        authorization,
      });
      const late = setTimeout(() => {
        // The connection may be dead without anybody having said so.
        if (this.#session === session) this.close();
        else stream.close(constants.NGHTTP2_CANCEL);
        reject(new AppError('outcome-unknown', `Firestore gave no answer within ${deadlineMs / 1000} s.`));
      }, deadlineMs);
      readAnswer(stream)
        .then(resolve, reject)
        .finally(() => clearTimeout(late));
      const head = Buffer.allocUnsafe(frameHead);
      head.writeUInt8(0, 0);
      head.writeUInt32BE(request.length, 1);
      stream.write(head);
      stream.end(request);
    });
  }

  #connected(): ClientHttp2Session {
    const known = this.#session;
    if (known && !known.closed && !known.destroyed) return known;
    const session = connect(this.#origin);
    const forget = () => {
      if (this.#session === session) this.#session = undefined;
    };
    // Each stream hears of the error too, and tells it.
    session.on('error', forget).on('close', forget).on('goaway', forget);
    session.unref();
    this.#session = session;
    return session;
  }
}

/** The message of a unary answer; rejects as the status in its trailers says. */
function readAnswer(stream: ClientHttp2Stream): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let answer: IncomingHttpHeaders & IncomingHttpStatusHeader = {};
    const hear = (headers: IncomingHttpHeaders) => (answer = { ...answer, ...headers });
    stream.on('response', hear).on('trailers', hear);
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('error', (cause) => reject(failure(unavailable, cause.message, cause)));
    stream.on('close', () => {
      const { 'grpc-status': status, 'grpc-message': message } = answer;
      if (status === '0') resolve(Buffer.concat(chunks).subarray(frameHead));
      else if (typeof status === 'string') reject(failure(Number(status), String(message)));
      else reject(failure(unavailable, `the stream ended with HTTP status ${answer[':status'] ?? 'missing'}`));
    });
  });
}

/** An error like those of Firestore's client, so that both are told apart in one place. */
function failure(code: number, message: string, cause?: Error): Error {
  return Object.assign(new Error(message, { cause }), { code });
}

/** Tokens of the credentials that Google's libraries find; renewed by them. */
function googleAuthorization(projectId: string): () => Promise<string> {
  // The library's generated half stands on its class and is no named export of the module.
  const { v1: generated } = Firestore as typeof Firestore & { readonly v1: typeof v1 };
  const { auth } = new generated.FirestoreClient({ projectId });
  return async () => {
    const headers = await auth.getRequestHeaders();
    return headers.get('authorization') ?? '';
  };
}
