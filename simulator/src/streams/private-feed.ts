import type { Clock } from '../clock.ts';
import type { Faults } from '../control/faults.ts';
import type { VenueAccount } from '../venue/account-directory.ts';
import type { AccountNews } from '../venue/bookkeeper.ts';
import type { Venue } from '../venue/venue.ts';
import { toPositionEvent } from '../wire/position-row.ts';
import type { StreamConnection } from './connection.ts';

export const privateTopics: ReadonlySet<string> = new Set(['order', 'execution', 'position', 'wallet']);

interface Frame {
  readonly topic: string;
  readonly data: readonly object[];
}

/** How long a batch waits so that the next one overtakes it, while events are reordered. */
const heldBackMs = 150;

/** Tells each account's streams what happened to it. */
export class PrivateFeed {
  readonly #venue: Venue;
  readonly #faults: Faults;
  readonly #clock: Clock;
  readonly #connections: ReadonlySet<StreamConnection>;
  readonly #waiting: { account: VenueAccount; news: AccountNews }[] = [];
  readonly #stopWatching: () => void;
  #reordered = 0;
  #sent = 0;

  constructor(parts: { venue: Venue; faults: Faults; clock: Clock; connections: ReadonlySet<StreamConnection> }) {
    this.#venue = parts.venue;
    this.#faults = parts.faults;
    this.#clock = parts.clock;
    this.#connections = parts.connections;
    this.#stopWatching = this.#venue.watch((account, news) => {
      this.#waiting.push({ account, news });
      // After the answer to the request that set it off, as a client of the real venue usually sees it.
      if (this.#waiting.length === 1)
        setImmediate(() => {
          this.#flush();
        });
    });
  }

  stop(): void {
    this.#stopWatching();
  }

  #flush(): void {
    for (const { account, news } of this.#waiting.splice(0)) this.#deliver(account, this.#toFrames(account, news));
  }

  #toFrames(account: VenueAccount, news: AccountNews): readonly Frame[] {
    const positions = [...news.positionIds].map((positionId) => {
      const { instrument, slot } = this.#venue.views.parsePositionId(positionId);
      return toPositionEvent(this.#venue.views.positionRow(account, instrument, slot), instrument);
    });
    return [
      ...news.executions.map((row) => ({ topic: 'execution', data: [{ ...row, extraFees: [] }] })),
      ...news.orders.map((order) => ({ topic: 'order', data: [order] })),
      ...(positions.length > 0 ? [{ topic: 'position', data: positions }] : []),
      ...(news.walletChanged ? [{ topic: 'wallet', data: [this.#venue.views.walletOf(account)] }] : []),
    ];
  }

  #deliver(account: VenueAccount, frames: readonly Frame[]): void {
    const target = { account: account.name };
    const doubled = this.#faults.strike('duplicate-events', target)
      ? frames.flatMap((frame) => [frame, frame])
      : frames;
    // An event that is overtaken keeps the time at which it was made.
    const createdMs = this.#faults.venueNow();
    if (!this.#faults.strike('reorder-events', target)) {
      this.#send(account, doubled, createdMs);
      return;
    }
    this.#reordered += 1;
    const reversed = doubled.toReversed();
    if (this.#reordered % 2 === 1)
      this.#clock.after(heldBackMs, () => {
        this.#send(account, reversed, createdMs);
      });
    else this.#send(account, reversed, createdMs);
  }

  #send(account: VenueAccount, frames: readonly Frame[], creationTime: number): void {
    const listeners = [...this.#connections].filter(
      (connection) => connection.kind === 'private' && connection.account === account,
    );
    if (listeners.length === 0) return;
    for (const { topic, data } of frames) {
      this.#sent += 1;
      const text = JSON.stringify({
        id: `${account.uid}${topic}-${creationTime}-${this.#sent}`,
        topic,
        creationTime,
        data,
      });
      for (const connection of listeners) if (connection.topics.has(topic)) connection.sendText(text);
    }
  }
}
