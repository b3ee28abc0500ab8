import { createServer, type Http2Server, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { CommitChannel } from './commit-channel.ts';

/** A server that answers each commit with what the test hands it. */
class FakeFirestore {
  readonly #server: Http2Server = createServer();
  connections = 0;
  paths: string[] = [];

  constructor(answer: (stream: ServerHttp2Stream) => void) {
    this.#server.on('session', () => (this.connections += 1));
    this.#server.on('stream', (stream, headers) => {
      this.paths.push(String(headers[':path']));
      stream.resume();
      stream.on('error', () => {});
      stream.on('end', () => answer(stream));
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
  }
}

/** `WriteResult {update_time: 7 s}` and `commit_time: 9 s`, with a second result that names no time. */
const answered = Buffer.from('0a040a0208070a0012020809', 'hex');

function succeed(stream: ServerHttp2Stream): void {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(answered.length, 1);
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  stream.end(Buffer.concat([head, answered]));
}

const write = { path: 'a/b', data: { value: 1 } };
const ends: (() => void)[] = [];

async function open(answer: (stream: ServerHttp2Stream) => void) {
  const server = new FakeFirestore(answer);
  const channel = new CommitChannel('demo', await server.start());
  ends.push(() => {
    channel.close();
    server.close();
  });
  return { server, channel };
}

afterEach(() => {
  for (const end of ends.splice(0)) end();
});

describe('CommitChannel', () => {
  it('returns the update time of each write, or of the commit where a write has none', async () => {
    const { channel, server } = await open(succeed);
    const times = await channel.commit([write, write], 1_000);
    expect(times.map((time) => time.seconds)).toEqual([7, 9]);
    expect(server.paths).toEqual(['/google.firestore.v1.Firestore/Commit']);
  });

  it('keeps its connection from one commit to the next', async () => {
    const { channel, server } = await open(succeed);
    await channel.commit([write], 1_000);
    await channel.commit([write], 1_000);
    expect(server.connections).toBe(1);
  });

  it('rejects with the status that Firestore gave', async () => {
    const { channel } = await open((stream) => {
      stream.respond({ ':status': 200, 'grpc-status': '9', 'grpc-message': 'stale' }, { endStream: true });
    });
    await expect(channel.commit([write], 1_000)).rejects.toMatchObject({ code: 9, message: 'stale' });
  });

  it('counts an answer without a status as unavailable', async () => {
    const { channel } = await open((stream) => stream.respond({ ':status': 503 }, { endStream: true }));
    await expect(channel.commit([write], 1_000)).rejects.toMatchObject({ code: 14 });
  });

  it('says that nobody listens', async () => {
    const channel = new CommitChannel('demo', '127.0.0.1:1');
    await expect(channel.commit([write], 1_000)).rejects.toMatchObject({ code: 14 });
  });

  it('takes a commit that runs out of time as of unknown outcome, and connects anew for the next', async () => {
    let silent = true;
    const { channel, server } = await open((stream) => (silent ? undefined : succeed(stream)));
    await expect(channel.commit([write], 50)).rejects.toMatchObject({ code: 'outcome-unknown' });
    silent = false;
    await channel.commit([write], 1_000);
    expect(server.connections).toBe(2);
  });
});
