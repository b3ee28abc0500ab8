import type { WebSocket } from 'ws';
import type { Faults } from '../control/faults.ts';
import type { VenueAccount } from '../venue/account-directory.ts';

export type StreamKind = 'linear' | 'spot' | 'inverse' | 'option' | 'private' | 'trade';

/** One client's stream: what it subscribed to and, once it signed in, whose it is. */
export class StreamConnection {
  readonly id: string;
  readonly kind: StreamKind;
  readonly topics = new Set<string>();
  account: VenueAccount | undefined;
  readonly #socket: WebSocket;
  readonly #faults: Faults;

  constructor(parts: { id: string; kind: StreamKind; socket: WebSocket; faults: Faults }) {
    this.id = parts.id;
    this.kind = parts.kind;
    this.#socket = parts.socket;
    this.#faults = parts.faults;
  }

  get scope(): 'private' | 'public' {
    return this.kind === 'private' || this.kind === 'trade' ? 'private' : 'public';
  }

  /** What decides whether a fault concerns this stream. */
  get target(): { scope: 'private' | 'public'; account?: string } {
    return { scope: this.scope, ...(this.account ? { account: this.account.name } : {}) };
  }

  send(frame: object): void {
    this.sendText(JSON.stringify(frame));
  }

  /** Sends a frame that is JSON already; a silent stream loses it. */
  sendText(text: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN || this.#faults.peek('silent-streams', this.target)) return;
    this.#socket.send(text);
  }

  /** Cuts the line without a closing handshake. */
  cut(): void {
    this.#socket.terminate();
  }
}
