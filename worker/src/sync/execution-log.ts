import type { PositionExecution } from '@tapedeck/core';
import type { Execution } from '../brokers/broker.ts';

/** Executions that no change claims for so long belong to something that was told of without them. */
const forgetMs = 30_000;
const maxRemembered = 1_000;
/** Candidates for one change: more of one position never wait at once. */
const maxCandidates = 200;

export interface HeardExecution extends PositionExecution {
  readonly withoutClientOrderId?: true | undefined;
  readonly positionId: string;
  readonly instrumentId: string;
  /** On the monotonic clock. */
  readonly heardMs: number;
}

/** Executions that wait for the change they made to show, each taken once however often it comes. */
export class ExecutionLog {
  readonly #waiting = new Map<string, HeardExecution>();
  /** Ids of those that were told of. */
  readonly #used = new Set<string>();
  /** By position: up to then everything was told of, whether or not its executions were known. */
  readonly #toldUntilMs = new Map<string, number>();
  #afterVenueMs = Number.NEGATIVE_INFINITY;

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  /** What happened up to then, by the venue's clock, has been told of. */
  startAfter(venueMs: number): void {
    this.#afterVenueMs = venueMs;
    for (const [id, execution] of this.#waiting) if (execution.venueMs <= venueMs) this.#waiting.delete(id);
  }

  /** A venue's clock that was set back starts the times anew. */
  follow(venueMs: number): void {
    if (venueMs >= this.#afterVenueMs) return;
    this.#afterVenueMs = Number.NEGATIVE_INFINITY;
    this.#toldUntilMs.clear();
  }

  add({ fill, positionId, cause, realisedPnl, withoutClientOrderId }: Execution, heardMs: number): void {
    const { id, clientOrderId, venueOrderId, instrumentId, side, quantity, price, venueMs } = fill;
    if (positionId === undefined || this.#used.has(id) || this.#waiting.has(id)) return;
    if (venueMs <= Math.max(this.#afterVenueMs, this.#toldUntilMs.get(positionId) ?? this.#afterVenueMs)) return;
    const order = { clientOrderId, venueOrderId, withoutClientOrderId };
    const known = { id, ...order, side, quantity, price, venueMs, cause, positionId, instrumentId, heardMs };
    this.#waiting.set(id, realisedPnl === undefined ? known : { ...known, realisedPnl });
    trim(this.#waiting);
  }

  /** Those of one position, oldest first; with `heardUntilMs` only those heard by then. */
  of(positionId: string, heardUntilMs = Number.POSITIVE_INFINITY): readonly HeardExecution[] {
    return [...this.#waiting.values()]
      .filter((execution) => execution.positionId === positionId && execution.heardMs <= heardUntilMs)
      .toSorted((a, b) => a.venueMs - b.venueMs)
      .slice(-maxCandidates);
  }

  /** The positions that executions wait for. */
  positions(): readonly { readonly positionId: string; readonly instrumentId: string }[] {
    return [...new Map([...this.#waiting.values()].map((execution) => [execution.positionId, execution])).values()];
  }

  use(executions: readonly PositionExecution[]): void {
    for (const { id } of executions) {
      this.#waiting.delete(id);
      this.#used.add(id);
    }
    trim(this.#used);
  }

  /** A change at `venueMs` was told of without its executions: should they come, they are not told of again. */
  useUntil(positionId: string, venueMs: number): void {
    this.use(this.of(positionId).filter((execution) => execution.venueMs <= venueMs));
    this.#toldUntilMs.delete(positionId);
    this.#toldUntilMs.set(positionId, venueMs);
    trim(this.#toldUntilMs);
  }

  forget(nowMs: number): void {
    this.use([...this.#waiting.values()].filter(({ heardMs }) => nowMs - heardMs > forgetMs));
  }
}

/** Drops the oldest entries. */
function trim(remembered: Map<string, unknown> | Set<string>): void {
  for (const key of remembered.keys()) {
    if (remembered.size <= maxRemembered) return;
    remembered.delete(key);
  }
}
