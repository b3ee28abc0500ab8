import type { LedgerEntry } from '../model/order.ts';
import {
  buildLedger,
  compareEvents,
  subjectOf,
  type Ledger,
  type LedgerEvent,
  type LedgerInstrument,
} from './ledger.ts';
import {
  addAmounts,
  type AmountsByCurrency,
  type ClosedPosition,
  type LedgerFill,
  type LedgerPosition,
} from './position-ledger.ts';

export interface RunningLedgerOptions {
  readonly instruments: () => ReadonlyMap<string, LedgerInstrument>;
  /** The positions, by id, that stood when it begins. */
  readonly opening: ReadonlyMap<string, LedgerPosition>;
  /** The venue's time up to which everything is in them. */
  readonly fromMs: number;
}

export interface Booking {
  /** New ones, changed ones, and with amount zero those that later news of earlier events made none. */
  readonly entries: readonly LedgerEntry[];
  readonly closed: readonly ClosedPosition[];
}

interface Head extends Pick<Ledger, 'positions' | 'balances'> {
  /** The newest event in it; absent while there is none. */
  readonly last: LedgerEvent | undefined;
}

/**
 * A ledger that events are added to as they are heard. What is newer than all before it is booked on top; news of earlier
 * events has everything since the opening booked anew, so that each stands where it belongs.
 */
export class RunningLedger {
  readonly #instruments: RunningLedgerOptions['instruments'];
  readonly #events = new Map<string, LedgerEvent>();
  #waiting: LedgerEvent[] = [];
  #opening: ReadonlyMap<string, LedgerPosition>;
  #fromMs: number;
  #settled: AmountsByCurrency = {};
  #balances: AmountsByCurrency = {};
  #head: Head | undefined;

  constructor({ instruments, opening, fromMs }: RunningLedgerOptions) {
    this.#instruments = instruments;
    this.#opening = opening;
    this.#fromMs = fromMs;
  }

  get opening(): ReadonlyMap<string, LedgerPosition> {
    return this.#opening;
  }

  get fromMs(): number {
    return this.#fromMs;
  }

  /** By position id, as booked last; undefined before the first booking. */
  get positions(): ReadonlyMap<string, LedgerPosition> | undefined {
    return this.#head?.positions;
  }

  /** Those since the opening. */
  get events(): Iterable<LedgerEvent> {
    return this.#events.values();
  }

  /** A fill since the opening, by the venue's trade id. */
  fillOf(id: string): LedgerFill | undefined {
    const event = this.#events.get(`fill ${id}`);
    return event?.kind === 'fill' ? event.fill : undefined;
  }

  /** The sum of all that was booked since this ledger was made. Asked with each poll, so it is made with each booking. */
  get balances(): AmountsByCurrency {
    return this.#balances;
  }

  /** Told again, or from before the opening, it changes nothing. */
  add(event: LedgerEvent): void {
    if (subjectOf(event).venueMs <= this.#fromMs) return;
    const key = `${event.kind} ${subjectOf(event).id}`;
    if (this.#events.has(key)) return;
    this.#events.set(key, event);
    this.#waiting.push(event);
  }

  /** Books what was added. Throws as `buildLedger` does; what was added is booked with the next call then. */
  book(): Booking {
    const head = this.#head;
    const isNewest = head !== undefined && this.#waiting.every((event) => isAfter(event, head.last));
    const before = head && !isNewest ? this.#booked() : undefined;
    const ledger = isNewest ? this.#build(this.#waiting, head.positions) : this.#build(this.#events.values());
    this.#head = {
      positions: ledger.positions,
      balances: isNewest ? addAmounts(head.balances, ledger.balances) : ledger.balances,
      last: lastOf(this.#waiting, head?.last),
    };
    this.#balances = addAmounts(this.#settled, this.#head.balances);
    this.#waiting = [];
    return { entries: before ? changesOf(before, ledger) : ledger.entries, closed: ledger.closed };
  }

  /** Books what was added, then makes all up to `toMs` the opening: nothing from before it is taken any more. */
  settle(toMs: number): Booking {
    const booking = this.book();
    const events = [...this.#events];
    const past = events.filter(([, event]) => subjectOf(event).venueMs <= toMs);
    const settled = this.#build(past.map(([, event]) => event));
    this.#opening = settled.positions;
    this.#fromMs = toMs;
    this.#settled = addAmounts(this.#settled, settled.balances);
    for (const [key] of past) this.#events.delete(key);
    const { positions, balances } = this.#booked();
    this.#head = { positions, balances, last: lastOf(this.#events.values(), undefined) };
    this.#balances = addAmounts(this.#settled, balances);
    return booking;
  }

  /** All but what waits. Built when news comes late, which is rare, so that no entry has to be kept. */
  #booked(): Ledger {
    const waiting = new Set(this.#waiting);
    return this.#build([...this.#events.values()].filter((event) => !waiting.has(event)));
  }

  #build(events: Iterable<LedgerEvent>, opening = this.#opening): Ledger {
    return buildLedger(events, this.#instruments(), opening);
  }
}

/** Entries that say something else than before, those that are none any more with amount zero. */
function changesOf(before: Ledger, { entries }: Ledger): readonly LedgerEntry[] {
  const known = new Map(before.entries.map((entry) => [entry.id, entry]));
  const news = entries.filter(({ id, amount }) => known.get(id)?.amount !== amount);
  for (const { id } of entries) known.delete(id);
  return [...news, ...[...known.values()].map((entry) => ({ ...entry, amount: '0' }))];
}

function isAfter(event: LedgerEvent, last: LedgerEvent | undefined): boolean {
  return last === undefined || compareEvents(event, last) > 0;
}

function lastOf(events: Iterable<LedgerEvent>, before: LedgerEvent | undefined): LedgerEvent | undefined {
  let last = before;
  for (const event of events) if (isAfter(event, last)) last = event;
  return last;
}
