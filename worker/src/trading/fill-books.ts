import {
  addDecimals,
  documents,
  multiplyDecimals,
  RunningLedger,
  toAppError,
  type AccountReading,
  type AmountsByCurrency,
  type AppError,
  type BalanceChange,
  type Booking,
  type BooksDocument,
  type Decimal,
  type FillDocument,
  type LedgerDocument,
  type LedgerEvent,
  type LedgerFill,
  type LedgerPosition,
  type LiveTradingDocument,
  type Position,
  type PositionSlot,
} from '@tapedeck/core';
import type { Broker, Execution } from '../brokers/broker.ts';
import type { Clock } from '../clock.ts';
import type { Claim } from '../sync/ports.ts';
import { ClosedPositions } from './closed-positions.ts';
import type { TimerWheel } from '../timer-wheel.ts';
import { isExternal } from './is-external.ts';
import type { OrderRegister } from './order-register.ts';
import type { ResumedTrading } from './ports.ts';

export interface FillBooksOptions {
  readonly claim: Claim;
  readonly clock: Clock;
  readonly wheel: TimerWheel;
  readonly broker: Broker;
  readonly register: OrderRegister;
  readonly resumed: Pick<ResumedTrading, 'books' | 'fills'>;
  readonly reading: () => AccountReading | undefined;
  /** Instruments that something may have happened to while nobody looked. */
  readonly inPlay: () => Iterable<string>;
  /** Account currency for one unit of a currency now; absent where no price is to be had. */
  readonly rateOf: (currency: string) => Promise<Decimal | undefined>;
  /** What came in or went out today, or whose a position is, has changed. */
  readonly onChange: () => void;
  readonly put: (path: string, data: object) => void;
  readonly onError: (error: AppError) => void;
}

/** News of fills may overtake one another by so much: the checkpoint stays this far behind what has been asked for. */
const overlapMs = 60_000;
/** A new checkpoint is one write, so it is not made for nothing. */
const checkpointEveryMs = 300_000;
const dayMs = 86_400_000;
/** Funding, swaps and what a liquidation took are results of trading. */
const movedKinds: readonly BalanceChange['kind'][] = ['deposit', 'withdrawal', 'transfer'];

interface Move {
  readonly change: BalanceChange;
  /** In the account currency, by the price when it was first heard of; absent while none is to be had. */
  readonly value: Decimal | undefined;
}

/**
 * The account's books: every fill once, by the venue's trade id, whether it was pushed or asked for, and the ledger that
 * follows from them. Later news of earlier fills is booked where it belongs: all since the checkpoint is built anew.
 */
export class FillBooks {
  readonly #options: FillBooksOptions;
  /** Fills as they were put since the checkpoint, by the venue's trade id: the same again is not put again. */
  readonly #put = new Map<string, LedgerFill>();
  /** What came in or went out today, by its id. */
  readonly #moves = new Map<string, Move>();
  readonly #closed: ClosedPositions;
  /** Undefined until the positions are known that the books begin with. */
  #ledger: RunningLedger | undefined;
  /** Heard of before. */
  #early: LedgerEvent[] = [];
  #openedElsewhere: LiveTradingDocument['openedElsewhere'];
  #askedMs: number | undefined;
  #isDue = false;

  constructor(options: FillBooksOptions) {
    const { books, fills } = options.resumed;
    this.#options = options;
    this.#closed = new ClosedPositions({
      ...options,
      put: (closed) => {
        const { deskId, accountId } = options.claim;
        options.put(documents.closedPosition(deskId, accountId, toId(closed.id)), closed);
      },
    });
    if (!books) return;
    this.#ledger = this.#open(new Map(Object.entries(books.positions)), books.checkpointMs);
    for (const { accountId: _accountId, ...fill } of fills) {
      this.#put.set(fill.id, fill);
      this.#add({ kind: 'fill', fill });
    }
  }

  /**
   * What came in or went out from then on without a trade, in the account currency, as far as the venue has told of it;
   * undefined until it has been asked, and where something has no price.
   */
  movedSince(sinceMs: number): Decimal | undefined {
    if (this.#askedMs === undefined) return undefined;
    let sum = '0';
    for (const { change, value } of this.#moves.values()) {
      if (change.venueMs <= sinceMs) continue;
      if (value === undefined) return undefined;
      sum = addDecimals(sum, value);
    }
    return sum;
  }

  /** Whether the venue has told of today's. */
  get hasAsked(): boolean {
    return this.#askedMs !== undefined;
  }

  /** Open positions that no command of this desk opened; undefined until the ledger has been built. */
  get openedElsewhere(): LiveTradingDocument['openedElsewhere'] {
    return this.#openedElsewhere;
  }

  /** What the entries of the ledger have added to each balance since this worker keeps it. */
  get booked(): AmountsByCurrency {
    return this.#ledger?.balances ?? {};
  }

  take(executions: readonly Execution[], readMs: number): void {
    const { register } = this.#options;
    for (const execution of executions) {
      const { fill } = execution;
      register.takeFill(fill, readMs);
      const external = this.#isExternal(execution);
      const booked: LedgerFill = {
        ...fill,
        slot: this.#slotOf(execution),
        ...(execution.sequence !== undefined && { sequence: execution.sequence }),
        ...(external !== undefined && { external }),
      };
      this.#putFill(booked);
      this.#add({ kind: 'fill', fill: booked });
    }
    this.#bookSoon();
  }

  /** Asks for what may have happened unseen, and moves the checkpoint on. */
  async catchUp(): Promise<void> {
    const { broker, clock, reading, inPlay } = this.#options;
    const { trading } = broker;
    const nowVenueMs = reading()?.venueMs ?? clock.nowMs();
    const ledger = this.#begin(nowVenueMs);
    const sinceMs = (this.#askedMs ?? ledger.fromMs) - overlapMs;
    const dayStartMs = nowVenueMs - (nowVenueMs % dayMs);
    const changesSinceMs = this.#askedMs === undefined ? Math.min(sinceMs, dayStartMs) : sinceMs;
    const [executions, changes] = await Promise.all([
      broker.fetchExecutions(sinceMs, inPlay()),
      trading?.fetchBalanceChanges(changesSinceMs) ?? [],
    ]);
    this.take(executions, clock.nowMs());
    for (const change of changes) this.#add({ kind: 'change', change });
    this.#book();
    await this.#takeMoves(changes, dayStartMs);
    this.#askedMs = nowVenueMs;
    if (nowVenueMs - overlapMs - ledger.fromMs >= checkpointEveryMs)
      this.#moveCheckpoint(ledger, nowVenueMs - overlapMs);
  }

  stop(): void {
    this.#closed.stop();
  }

  /** Each is valued when it is first heard of: what its price does later is a result of the day again. */
  async #takeMoves(changes: readonly BalanceChange[], dayStartMs: number): Promise<void> {
    const { rateOf, onChange } = this.#options;
    for (const [id, { change }] of this.#moves) if (change.venueMs < dayStartMs) this.#moves.delete(id);
    for (const change of changes) {
      if (!movedKinds.includes(change.kind) || change.venueMs < dayStartMs || this.#moves.has(change.id)) continue;
      this.#moves.set(change.id, { change, value: undefined });
    }
    const unvalued = [...this.#moves.values()].filter(({ value }) => value === undefined);
    for (const { change } of unvalued) {
      const rate = await rateOf(change.currency);
      const value = rate === undefined ? undefined : multiplyDecimals(change.amount, rate);
      this.#moves.set(change.id, { change, value });
    }
    if (unvalued.length > 0) onChange();
  }

  /** The books of an account begin with the positions that it has. */
  #begin(venueMs: number): RunningLedger {
    if (this.#ledger) return this.#ledger;
    const positions = [...(this.#options.reading()?.positions.values() ?? [])];
    const ledger = this.#open(
      new Map(positions.map((position) => [position.id, toOpening(position, venueMs)])),
      venueMs,
    );
    this.#ledger = ledger;
    for (const event of this.#early) ledger.add(event);
    this.#early = [];
    this.#putCheckpoint(ledger);
    return ledger;
  }

  #open(opening: ReadonlyMap<string, LedgerPosition>, fromMs: number): RunningLedger {
    return new RunningLedger({ instruments: () => this.#options.broker.instruments(), opening, fromMs });
  }

  #add(event: LedgerEvent): void {
    if (this.#ledger) this.#ledger.add(event);
    else this.#early.push(event);
  }

  /** Fills of one turn are booked together. */
  #bookSoon(): void {
    if (this.#isDue || !this.#ledger) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      this.#book();
    });
  }

  #book(): void {
    const ledger = this.#ledger;
    if (!ledger) return;
    try {
      this.#publish(ledger.book(), ledger);
    } catch (error) {
      this.#options.onError(toAppError(error));
    }
  }

  #publish({ entries, closed }: Booking, ledger: RunningLedger): void {
    const { claim, put } = this.#options;
    for (const entry of entries) {
      const document: LedgerDocument = { ...entry, accountId: claim.accountId };
      put(documents.ledgerEntry(claim.deskId, claim.accountId, toId(entry.id)), document);
    }
    this.#noteOpenedElsewhere(ledger);
    if (closed.length === 0) return;
    const fills = [...ledger.events].flatMap((event) => (event.kind === 'fill' ? [event.fill] : []));
    for (const position of closed) this.#closed.take(position, fills);
  }

  #noteOpenedElsewhere({ positions }: RunningLedger): void {
    const external = [...(positions?.values() ?? [])].filter((position) => position.external === true);
    const next = Object.fromEntries(external.map(({ positionId, side }) => [positionId, side]));
    if (JSON.stringify(next) === JSON.stringify(this.#openedElsewhere)) return;
    this.#openedElsewhere = next;
    this.#options.onChange();
  }

  #moveCheckpoint(ledger: RunningLedger, toMs: number): void {
    this.#publish(ledger.settle(toMs), ledger);
    this.#put.clear();
    this.#putCheckpoint(ledger);
  }

  #putCheckpoint({ opening, fromMs }: RunningLedger): void {
    const { claim, put } = this.#options;
    const { deskId, accountId, epoch } = claim;
    const books: BooksDocument = { epoch, checkpointMs: fromMs, positions: Object.fromEntries(opening) };
    put(documents.books(deskId, accountId), books);
  }

  #putFill(fill: LedgerFill): void {
    if (JSON.stringify(this.#put.get(fill.id)) === JSON.stringify(fill)) return;
    this.#put.set(fill.id, fill);
    const { claim, put } = this.#options;
    const { deskId, accountId } = claim;
    const document: FillDocument = { ...fill, accountId };
    put(documents.fill(deskId, accountId, toId(fill.id)), document);
  }

  /** What was known once stays known: the register forgets orders that ended. */
  #isExternal({ fill, cause, withoutClientOrderId }: Execution): boolean | undefined {
    const { clientOrderId } = fill;
    const order = this.#options.register.orderOf(fill)?.record;
    return isExternal({ cause, clientOrderId, withoutClientOrderId }, order) ?? this.#ledger?.fillOf(fill.id)?.external;
  }

  #slotOf({ positionId, fill }: Execution): PositionSlot {
    if (positionId?.endsWith('_long')) return 'long';
    if (positionId?.endsWith('_short')) return 'short';
    return this.#options.register.findByVenueId(fill.venueOrderId)?.slot ?? 'net';
  }
}

/** A venue's id as a document's: a path must not be made of it. */
function toId(id: string): string {
  return id.replaceAll('/', '-');
}

/** A position of which the books know only how it stood when they began. */
function toOpening(position: Position, venueMs: number): LedgerPosition {
  const { id, instrumentId, slot, side, quantity, entryPrice, contractSize, openedAtMs = venueMs } = position;
  const cost = multiplyDecimals(multiplyDecimals(quantity, contractSize), entryPrice);
  return {
    id: `${id}_${venueMs}`,
    positionId: id,
    instrumentId,
    slot,
    side,
    fees: {},
    funding: '0',
    openedAtMs,
    fillCount: 0,
    quantity,
    cost,
    entered: { quantity, value: cost },
    exited: { quantity: '0', value: '0' },
    realisedPnl: '0',
  };
}
