import {
  addDecimals,
  compareDecimals,
  compareWithVenue,
  type ClosedPosition,
  type ClosedPositionDocument,
  type LedgerFill,
} from '@tapedeck/core';
import type { Broker } from '../brokers/broker.ts';
import type { VenueClose } from '../brokers/trading-port.ts';
import type { TimerWheel } from '../timer-wheel.ts';
import type { Claim } from '../sync/ports.ts';

export interface ClosedPositionsOptions {
  readonly claim: Claim;
  readonly wheel: TimerWheel;
  readonly broker: Broker;
  readonly put: (closed: ClosedPositionDocument & { readonly id: string }) => void;
}

/** The venue counts a close some time after it; asked at these pauses, then no more. */
const askAfterMs = [2_000, 10_000, 60_000, 300_000];

/** Positions that were closed, by our ledger, and what the venue makes of the same closes. */
export class ClosedPositions {
  readonly #options: ClosedPositionsOptions;
  readonly #known = new Map<string, string>();
  readonly #venueFigures = new Map<string, string>();
  #stopped = false;

  constructor(options: ClosedPositionsOptions) {
    this.#options = options;
  }

  /** `fills` are those since the checkpoint, by which closes in hedge mode are told apart. */
  take(closed: ClosedPosition, fills: readonly LedgerFill[]): void {
    const text = JSON.stringify(closed);
    if (this.#known.get(closed.id) === text) return;
    this.#known.set(closed.id, text);
    this.#publish(closed);
    const exits = fills.filter(
      (fill) =>
        fill.instrumentId === closed.instrumentId &&
        fill.slot === closed.slot &&
        fill.side === (closed.side === 'long' ? 'sell' : 'buy') &&
        fill.venueMs >= closed.openedAtMs &&
        fill.venueMs <= closed.closedAtMs,
    );
    this.#askLater(closed, new Set(exits.map((fill) => fill.venueOrderId)), 0);
  }

  stop(): void {
    this.#stopped = true;
  }

  #askLater(closed: ClosedPosition, exitOrders: ReadonlySet<string>, asked: number): void {
    const delayMs = askAfterMs[asked];
    if (delayMs === undefined) return;
    this.#options.wheel.after(delayMs, () => {
      const isNewest = this.#known.get(closed.id) === JSON.stringify(closed);
      if (this.#stopped || !isNewest) return;
      this.#ask(closed, exitOrders).then(
        (found) => found || this.#askLater(closed, exitOrders, asked + 1),
        () => this.#askLater(closed, exitOrders, asked + 1),
      );
    });
  }

  async #ask(closed: ClosedPosition, exitOrders: ReadonlySet<string>): Promise<boolean> {
    const closes = await this.#options.broker.trading?.fetchCloses(closed.openedAtMs);
    const own = (closes ?? []).filter((close) => isOf(close, closed, exitOrders));
    if (own.length === 0) return false;
    // Closes that are missing, or of another position as well, make no figure to compare with.
    if (compareDecimals(addDecimals(...own.map(({ quantity }) => quantity)), closed.quantity) !== 0) return false;
    this.#venueFigures.set(closed.id, addDecimals(...own.map(({ pnl }) => pnl)));
    this.#publish(closed);
    return true;
  }

  #publish(closed: ClosedPosition): void {
    const venuePnl = this.#venueFigures.get(closed.id);
    const compared = venuePnl === undefined ? undefined : compareWithVenue(closed, venuePnl);
    this.#options.put({
      ...closed,
      accountId: this.#options.claim.accountId,
      ...(compared && { venue: { pnl: compared.venue, difference: compared.difference } }),
    });
  }
}

function isOf(close: VenueClose, closed: ClosedPosition, exitOrders: ReadonlySet<string>): boolean {
  if (close.instrumentId !== closed.instrumentId || close.venueMs < closed.openedAtMs) return false;
  const isBeforeEnd = closed.slot === 'net' && close.venueMs <= closed.closedAtMs;
  return exitOrders.has(close.venueOrderId) || isBeforeEnd;
}
