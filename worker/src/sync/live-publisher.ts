import {
  ChangeDetector,
  diffPositions,
  type AccountReading,
  type AppError,
  type ChangeRule,
  type EquityDayDocument,
  type PositionChanges,
  type PositionStructure,
  type PublishCause,
} from '@tapedeck/core';
import type { Clock } from '../clock.ts';
import type { TimerWheel } from '../timer-wheel.ts';
import type { ConnectionReport, ProcessFigures } from './connection-report.ts';
import { sortedPositionIds, toPositionsWrite, toStateWrite } from './live-documents.ts';
import type { DeskRecords, LiveLane, LiveSource, LiveWrite, PublishedAccount } from './ports.ts';
import { RecordOutbox } from './record-outbox.ts';
import { toTransitions, type StructureTransition } from './transitions.ts';

/** Shortest time between two writes of figures. Structure changes never wait. */
const figuresIntervalMs = { watched: 1_000, unwatched: 30_000 } as const;
/** A poll this much before its turn is one in step with the turns. */
const pollJitterMs = 100;
/** What is told of a change follows once the change itself is on the screens. */
const recordsMs = 80;

/** A structure change that stands in Firestore. */
export interface PublishedStructure {
  readonly changes: PositionChanges;
  readonly structureSeq: number;
  readonly venueMs: number;
  /** The venue's clock of the reading published before it; absent right after a claim. */
  readonly sinceVenueMs: number | undefined;
}

export interface LivePublisherOptions {
  readonly clock: Clock;
  readonly wheel: TimerWheel;
  readonly epoch: number;
  readonly rule: ChangeRule;
  readonly report: ConnectionReport;
  readonly processFigures: () => ProcessFigures;
  readonly published: PublishedAccount;
  /** Structure changes in Firestore that wait to be told of. */
  readonly untold: () => readonly StructureTransition[];
  readonly onStructure: (structure: PublishedStructure) => void;
  readonly onFenced: (error: AppError) => void;
}

/** What was handed over last, and so what the next change is measured against. */
interface Base {
  readonly reading: AccountReading | undefined;
  readonly positions: ReadonlyMap<string, PositionStructure> | undefined;
  readonly seq: number;
  readonly structureSeq: number;
  readonly sentMs: number | undefined;
}

/** Decides what of an account is written, and when. Numbers are given as a write is handed over, so none is skipped. */
export class LivePublisher implements LiveSource {
  readonly #options: LivePublisherOptions;
  readonly #outbox = new RecordOutbox();
  #detector: ChangeDetector;
  #lane: LiveLane | undefined;
  #newest: AccountReading | undefined;
  #cause: PublishCause = 'start';
  #base: Base;
  /** The base before the write in flight; it counts again when that write fails. */
  #committed: Base;
  /** A structure change in flight; it is told of once it stands in Firestore. */
  #handedOver: PublishedStructure | undefined;
  #full = true;
  #stateDue = false;
  #connectionDue = false;
  #equity: EquityDayDocument | undefined;
  #equityDue = false;
  /** On the monotonic clock, so that setting the wall clock holds nothing up. */
  #nextFiguresMs = 0;
  #cancelFigures: (() => void) | undefined;
  #cancelRecords: (() => void) | undefined;

  constructor(options: LivePublisherOptions) {
    const { positions, seq, structureSeq, sentMs } = options.published;
    this.#options = options;
    this.#detector = new ChangeDetector(options.rule);
    this.#base = { reading: undefined, positions, seq, structureSeq, sentMs };
    this.#committed = this.#base;
  }

  attach(lane: LiveLane): void {
    this.#lane = lane;
  }

  setRule(rule: ChangeRule): void {
    this.#detector = new ChangeDetector(rule);
  }

  /** Takes the newest reading: a new structure goes out at once, figures as often as somebody looks, else nothing. */
  offer(reading: AccountReading, cause: PublishCause): void {
    this.#newest = reading;
    const { reading: base } = this.#base;
    const change = this.#full || !base ? undefined : this.#detector.detect(base, reading);
    if (base && !this.#full && !change) {
      this.#options.report.counts.unchanged += 1;
      return;
    }
    if (this.#full) this.#publish('now', this.#cause === 'force-sync' ? 'force-sync' : 'start');
    else if (change?.structure) this.#publish('now', cause);
    else this.#publishFigures(cause);
  }

  /** The next reading is written whole, whether or not anything changed. */
  requestFull(): void {
    this.#full = true;
    this.#cause = 'force-sync';
  }

  /** Figures that waited for somebody to look go out now. */
  watch(): void {
    this.#nextFiguresMs = 0;
    if (this.#newest && !this.#full) this.offer(this.#newest, this.#cause === 'stream' ? 'stream' : 'poll');
  }

  /** Whatever waits for its turn goes out now. */
  flush(): void {
    this.watch();
  }

  requestConnection(urgency: 'now' | 'soon'): void {
    this.#connectionDue = true;
    this.#lane?.request(urgency);
  }

  /** The equity curve rides along with the next write. */
  setEquity(day: EquityDayDocument): void {
    this.#equity = day;
    this.#equityDue = true;
  }

  addRecords(records: DeskRecords): void {
    this.#outbox.add(records);
    this.#cancelRecords ??= this.#options.wheel.after(recordsMs, () => {
      this.#cancelRecords = undefined;
      this.#lane?.request('now');
    });
  }

  stop(): void {
    this.#cancelFigures?.();
    this.#cancelRecords?.();
  }

  /** The position as it was handed over last. */
  standing(positionId: string): PositionStructure | undefined {
    return this.#base.positions?.get(positionId);
  }

  /** Whether everything read so far has been committed, as far as structure goes. */
  get isSettled(): boolean {
    return this.#base === this.#committed && !this.#stateDue;
  }

  compose(): LiveWrite | undefined {
    const { clock, epoch, report, processFigures } = this.#options;
    const reading = this.#newest;
    const withState = this.#stateDue && reading !== undefined;
    if (!withState && !this.#connectionDue && this.#outbox.isEmpty) return undefined;
    this.#committed = this.#base;
    const withConnection = this.#connectionDue || !withState || this.#full;
    const live = withState ? this.#composeState(reading) : {};
    const records = this.#outbox.take();
    const write: LiveWrite = {
      ...live,
      ...(withConnection ? { connection: report.toDocument(epoch, clock.nowMs(), processFigures()) } : {}),
      ...(this.#equityDue && this.#equity ? { equity: this.#equity } : {}),
      ...(records ? { records } : {}),
    };
    if (withConnection) this.#connectionDue = false;
    this.#equityDue = false;
    return write;
  }

  committed(write: LiveWrite, committedMs: number): void {
    const { report, clock } = this.#options;
    report.counts.writes += 1;
    this.#committed = this.#base;
    this.#outbox.committed();
    if (!this.#outbox.isEmpty) this.#lane?.request('now');
    this.#tellStructure();
    if (write.state) report.sentToCommitted.add(Math.max(0, committedMs - write.state.sentMs), clock.nowMs());
  }

  failed(_error: AppError): void {
    this.#options.report.counts.writeErrors += 1;
    this.#connectionDue = true;
    this.#equityDue = this.#equity !== undefined;
    this.#outbox.failed();
  }

  recovered(published: PublishedAccount): void {
    // The number alone does not tell: an earlier write that was given up may have arrived late and taken it.
    const wentThrough = published.seq === this.#base.seq && published.sentMs === this.#base.sentMs;
    const base = wentThrough ? this.#base : this.#committed;
    if (wentThrough) this.#tellStructure();
    else {
      this.#handedOver = undefined;
      this.#full = true;
      this.#stateDue = true;
    }
    const { seq, structureSeq, sentMs } = published;
    this.#base = { ...base, seq, structureSeq, sentMs };
    this.#committed = this.#base;
  }

  fenced(error: AppError): void {
    this.#options.onFenced(error);
  }

  #composeState(reading: AccountReading): Pick<LiveWrite, 'state' | 'positions'> {
    const { clock, epoch, report } = this.#options;
    const base = this.#base;
    const changes = diffPositions(base.positions ?? new Map(), reading.positions);
    const structural = this.#full || changes !== undefined;
    const numbers = { seq: base.seq + 1, structureSeq: base.structureSeq + (structural ? 1 : 0), epoch };
    const sentMs = clock.nowMs();
    const ids = sortedPositionIds(reading.positions);
    const state = toStateWrite(reading, ids, numbers, { cause: this.#cause, sentMs, isStructural: structural });
    const { seq, structureSeq } = numbers;
    this.#base = { reading, positions: reading.positions, seq, structureSeq, sentMs };
    this.#full = false;
    this.#stateDue = false;
    this.#cancelFigures?.();
    this.#cancelFigures = undefined;
    this.#moveWindow(structural);
    report.readToSent.add(Math.max(0, sentMs - reading.readMs), sentMs);
    const sinceVenueMs = base.reading?.venueMs;
    const told = changes && base.positions && { changes, structureSeq, venueMs: reading.venueMs, sinceVenueMs };
    this.#handedOver = told;
    if (!structural) return { state };
    const untold = [...this.#options.untold(), ...(told ? toTransitions(told) : [])];
    return { state, positions: toPositionsWrite(reading.positions, changes, numbers, untold) };
  }

  #tellStructure(): void {
    const structure = this.#handedOver;
    this.#handedOver = undefined;
    if (structure) this.#options.onStructure(structure);
  }

  /** The window keeps to a grid, so that a poll a little early does not push all later ones back. */
  #moveWindow(structural: boolean): void {
    const nowMs = this.#options.clock.monotonicMs();
    const intervalMs = this.#intervalMs();
    const onGrid = !structural && nowMs - this.#nextFiguresMs < intervalMs;
    this.#nextFiguresMs = (onGrid ? this.#nextFiguresMs : nowMs) + intervalMs;
  }

  #intervalMs(): number {
    return this.#options.report.watched ? figuresIntervalMs.watched : figuresIntervalMs.unwatched;
  }

  #publish(urgency: 'now' | 'soon', cause: PublishCause): void {
    this.#cause = cause;
    this.#stateDue = true;
    this.#lane?.request(urgency);
  }

  #publishFigures(cause: PublishCause): void {
    const waitMs = this.#nextFiguresMs - this.#options.clock.monotonicMs();
    if (waitMs <= 0) {
      this.#publish('soon', cause);
      return;
    }
    this.#cancelFigures ??= this.#options.wheel.after(waitMs + this.#patienceMs(waitMs), () => {
      this.#cancelFigures = undefined;
      if (this.#newest) this.offer(this.#newest, cause);
    });
  }

  /**
   * A reading that comes long before its turn would be old when it goes out, and so would every later one. Where the next
   * poll comes within the interval it goes out instead, at once; this one only when that poll fails to come.
   */
  #patienceMs(waitMs: number): number {
    const { pollMs } = this.#options.report;
    return waitMs > pollJitterMs && pollMs <= this.#intervalMs() ? pollMs : 0;
  }
}
