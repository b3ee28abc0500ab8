import { connect, createServer, type Server, type Socket } from 'node:net';
import type { BenchScope } from './run-bench.ts';

/** A way to a port that can be cut: every connection is torn down and new ones are refused until it is restored. */
export class TcpProxy {
  readonly port: number;
  readonly #target: number;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;

  constructor(port: number, target: number) {
    this.port = port;
    this.#target = target;
  }

  async open(scope: BenchScope): Promise<void> {
    scope.onEnd(() => this.cut());
    await this.restore();
  }

  /** Resolves once connections are accepted again. */
  restore(): Promise<void> {
    const server = createServer((client) => this.#join(client));
    this.#server = server;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, '127.0.0.1', resolve);
    });
  }

  cut(): void {
    this.#server?.close();
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  #join(client: Socket): void {
    const upstream = connect({ port: this.#target, host: '127.0.0.1', noDelay: true });
    client.setNoDelay(true);
    const pairs = [
      [client, upstream],
      [upstream, client],
    ] as const;
    for (const [from, to] of pairs) {
      this.#sockets.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.#sockets.delete(from);
        to.destroy();
      });
    }
  }
}
