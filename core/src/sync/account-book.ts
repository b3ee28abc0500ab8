import type { AccountFigures, AccountSnapshot } from '../model/account.ts';
import type { Balance } from '../model/balance.ts';
import type { Position } from '../model/position.ts';
import { isUnchanged, toAccountReading, type AccountReading } from './account-reading.ts';
import { hasSameStructure } from './position-changes.ts';

/** Time for which a poll that contradicts a push is not believed: venues answer reads from replicas that lag. */
export const pushHoldMs = 2_000;
/** Pushes older than this are forgotten; no answer of a poll takes that long. */
const pushMemoryMs = 60_000;
/** A snapshot that is older by more than this is not late: readings are asked for one after another, so the clock was set. */
const clockStepMs = 2_000;

interface Push {
  readonly venueMs: number;
  readonly readMs: number;
}

interface Poll {
  /** The clocks of its answer. */
  readonly at: Push;
  /** The worker's clock when it was asked for. */
  readonly startedMs: number;
}

export interface PositionsPush extends Push {
  /** The new whole of each position named; `undefined` for one that is closed. */
  readonly positions: ReadonlyMap<string, Position | undefined>;
  /** The venue's own count of the changes of each position, where it keeps one: orders pushes of one millisecond. */
  readonly sequences?: ReadonlyMap<string, number> | undefined;
}

interface PositionPush extends Push {
  readonly sequence: number | undefined;
}

export interface WalletPush extends Push {
  readonly balances: readonly Balance[];
  readonly figures: AccountFigures;
}

/**
 * Where push and poll of one account meet. An older reading never overrides a newer one:
 * - a snapshot older by the venue's clock than one already taken is refused whole; one that is older by far says that
 *   the venue's clock was set back, and from then on nothing is held against the times before;
 * - what a push touched after a poll had started, or by the venue's clock after the poll was answered, keeps the push;
 * - for `pushHoldMs` after a push, a poll asked for that contradicts the structure it gave is not believed: a lagging answer must
 *   not bring a closed position back. After that the poll is the truth, so a lost push costs at most that long;
 * - a push older than the one before it, or than the moment the newest snapshot was asked for, is refused; of two of one
 *   millisecond the venue's own count says which is older, and where it is silent the later to arrive is the newer.
 */
export class AccountBook {
  #reading: AccountReading | undefined;
  #snapshotVenueMs = Number.NEGATIVE_INFINITY;
  /** The venue's clock when the newest snapshot was asked for: everything up to then is in it. */
  #coveredVenueMs = Number.NEGATIVE_INFINITY;
  #walletPush: Push | undefined;
  readonly #positionPushes = new Map<string, PositionPush>();

  /** `undefined` until the first snapshot. */
  get reading(): AccountReading | undefined {
    return this.#reading;
  }

  /** Takes a snapshot that was asked for at `startedMs` (the worker's clock). False when it is too old to say anything. */
  applySnapshot(snapshot: AccountSnapshot, startedMs: number): boolean {
    if (this.#snapshotVenueMs - snapshot.venueMs > clockStepMs) this.#startAnew(snapshot.venueMs);
    if (snapshot.venueMs < this.#snapshotVenueMs) return false;
    this.#snapshotVenueMs = snapshot.venueMs;
    this.#coveredVenueMs = snapshot.venueMs - Math.max(0, snapshot.readMs - startedMs);
    const known = this.#reading;
    const polled = known && isUnchanged(known, snapshot) ? known : toAccountReading(snapshot);
    this.#reading = known ? this.#merge(known, polled, { at: snapshot, startedMs }) : polled;
    return true;
  }

  /** False when nothing in it is new, or no snapshot has been taken yet. */
  applyPositions(push: PositionsPush): boolean {
    const known = this.#reading;
    if (!known || push.venueMs < this.#coveredVenueMs) return false;
    let positions: Map<string, Position> | undefined;
    for (const [id, position] of push.positions) {
      const last = this.#positionPushes.get(id);
      const next = { venueMs: push.venueMs, readMs: push.readMs, sequence: push.sequences?.get(id) };
      if (last && isOlder(next, last)) continue;
      this.#positionPushes.set(id, next);
      positions ??= new Map(known.positions);
      if (position) positions.set(id, position);
      else positions.delete(id);
    }
    if (!positions) return false;
    this.#reading = { ...known, positions, ...newest(known, push) };
    return true;
  }

  /** False when it is older than what is known, or no snapshot has been taken yet. */
  applyWallet(push: WalletPush): boolean {
    const known = this.#reading;
    const floorMs = Math.max(this.#coveredVenueMs, this.#walletPush?.venueMs ?? Number.NEGATIVE_INFINITY);
    if (!known || push.venueMs < floorMs) return false;
    this.#walletPush = { venueMs: push.venueMs, readMs: push.readMs };
    const balances = new Map(known.balances);
    for (const balance of push.balances) balances.set(balance.currency, balance);
    this.#reading = { ...known, balances, figures: { ...known.figures, ...push.figures }, ...newest(known, push) };
    return true;
  }

  #startAnew(venueMs: number): void {
    this.#snapshotVenueMs = venueMs;
    this.#coveredVenueMs = Number.NEGATIVE_INFINITY;
    this.#walletPush = undefined;
    this.#positionPushes.clear();
    if (this.#reading) this.#reading = { ...this.#reading, venueMs };
  }

  /** `polled` may be what is known already. */
  #merge(known: AccountReading, polled: AccountReading, poll: Poll): AccountReading {
    const wallet = hasOvertaken(this.#walletPush, poll) ? known : polled;
    const { venueMs, readMs } = newest(known, poll.at);
    return {
      figures: wallet.figures,
      balances: wallet.balances,
      positions: this.#positionPushes.size === 0 ? polled.positions : this.#mergePositions(known, polled, poll),
      venueMs,
      readMs,
    };
  }

  #mergePositions(known: AccountReading, polled: AccountReading, poll: Poll): ReadonlyMap<string, Position> {
    const { at, startedMs } = poll;
    let positions: Map<string, Position> | undefined;
    for (const [id, push] of this.#positionPushes) {
      if (at.readMs - push.readMs > pushMemoryMs || isOfOldClock(push, poll)) {
        this.#positionPushes.delete(id);
        continue;
      }
      const ours = known.positions.get(id);
      const theirs = polled.positions.get(id);
      // From when it was asked for: an answer does not become truer by taking its time.
      const held = startedMs - push.readMs < pushHoldMs && !sameStructure(ours, theirs);
      if (!held && !hasOvertaken(push, poll)) continue;
      positions ??= new Map(polled.positions);
      if (ours) positions.set(id, ours);
      else positions.delete(id);
    }
    return positions ?? polled.positions;
  }
}

/** A push read after the poll that is applied now says that the worker's clock was set back. */
function isOfOldClock(push: Push, { at }: Poll): boolean {
  return push.readMs - at.readMs > clockStepMs;
}

/** Whether a push says something that the answer of a poll did not know yet. */
function hasOvertaken(push: Push | undefined, poll: Poll): boolean {
  if (push === undefined || isOfOldClock(push, poll)) return false;
  return push.readMs >= poll.startedMs || push.venueMs > poll.at.venueMs;
}

function isOlder(push: PositionPush, than: PositionPush): boolean {
  if (push.venueMs !== than.venueMs) return push.venueMs < than.venueMs;
  return push.sequence !== undefined && than.sequence !== undefined && push.sequence < than.sequence;
}

function sameStructure(a: Position | undefined, b: Position | undefined): boolean {
  return a === undefined || b === undefined ? a === b : hasSameStructure(a, b);
}

function newest(known: Push, next: Push): Push {
  return { venueMs: Math.max(known.venueMs, next.venueMs), readMs: Math.max(known.readMs, next.readMs) };
}
