import type { Firestore, Timestamp } from '@google-cloud/firestore';
import type { AppError } from '@tapedeck/core';
import { backoffMs } from '../backoff.ts';
import { withDeadline } from '../with-deadline.ts';
import type { Commits } from './commit-channel.ts';
import type { DocumentData, DocumentWrite } from './document-write.ts';
import { isRefusal, toStoreError } from './firestore-errors.ts';
import { NewestValueLane } from './newest-value-lane.ts';

/** Documents that are written together, one write in flight at a time. */
export interface WriteLane {
  /** Called before `compose` when the last outcome is unknown; throws `lease-lost` to end the lane. */
  recover(): Promise<void>;
  /** The newest value as writes that commit together, built when it is handed over; `undefined` when there is nothing. */
  compose(): readonly DocumentWrite[] | undefined;
  /** Update times in the order of the writes. */
  committed(times: readonly Timestamp[]): void;
  /** The write did not go through, or nobody knows; it will be composed again. */
  failed(error: AppError): void;
}

/** `now` goes out with the current turn of the event loop; `soon` may wait to share a batch with others. */
export type Urgency = 'now' | 'soon';

export interface DocumentWriterOptions {
  /** Time after which a write counts as lost and is looked up. */
  readonly deadlineMs?: number;
  readonly onError?: (error: AppError) => void;
  readonly onCommit?: (documents: number, elapsedMs: number) => void;
}

interface Entry {
  readonly lane: WriteLane;
  requested: Urgency | undefined;
  busy: boolean;
  uncertain: boolean;
  closed: boolean;
  failures: number;
  waiting: (() => void)[];
}

/** One refused document makes every lane of its batch look for itself, so a batch is not as large as it could be. */
const maxBatchDocuments = 200;
/** From this many lanes on, writes that may wait are gathered into batches. */
const crowd = 20;
const retry = { firstMs: 100, maxMs: 300 };

/** Writes documents: per lane one write in flight and the newest value wins; many lanes share batches. */
export class DocumentWriter {
  readonly #db: Firestore;
  readonly #commits: Commits;
  readonly #deadlineMs: number;
  readonly #onError: (error: AppError) => void;
  readonly #onCommit: (documents: number, elapsedMs: number) => void;
  readonly #entries = new Map<WriteLane, Entry>();
  readonly #values = new Map<string, NewestValueLane>();
  readonly #ready: Record<Urgency, Set<Entry>> = { now: new Set(), soon: new Set() };
  #gathering = false;
  /** The question whether Firestore answers, while it is open. */
  #probe: Promise<unknown> | undefined;
  #ended = false;

  constructor(db: Firestore, commits: Commits, options: DocumentWriterOptions = {}) {
    this.#db = db;
    this.#commits = commits;
    this.#deadlineMs = options.deadlineMs ?? 5_000;
    this.#onError = options.onError ?? (() => {});
    this.#onCommit = options.onCommit ?? (() => {});
  }

  /** Lanes with a write on its way or waiting. */
  get waiting(): number {
    let waiting = 0;
    for (const { busy, requested } of this.#entries.values()) if (busy || requested) waiting += 1;
    return waiting;
  }

  /** Sets a whole document; resolves when this value or a newer one has been committed. */
  set(path: string, data: DocumentData): Promise<void> {
    let lane = this.#values.get(path);
    if (!lane) this.#values.set(path, (lane = new NewestValueLane(this.#db.doc(path))));
    const done = lane.put(data);
    this.request(lane, 'now');
    return done;
  }

  /** Asks for the lane's newest value to be written. Asking again before it is handed over costs nothing. */
  request(lane: WriteLane, urgency: Urgency): void {
    if (this.#ended) return;
    const entry = this.#entry(lane);
    if (entry.closed || entry.requested === 'now' || entry.requested === urgency) return;
    entry.requested = urgency;
    if (!entry.busy) this.#queue(entry);
  }

  /** Resolves when nothing of the lane is on its way or waiting. */
  idle(lane: WriteLane): Promise<void> {
    const entry = this.#entries.get(lane);
    if (!entry || entry.closed || (!entry.busy && !entry.requested)) return Promise.resolve();
    return new Promise((resolve) => entry.waiting.push(resolve));
  }

  /** Ends a lane: what it has not handed over is not written any more. */
  close(lane: WriteLane): void {
    const entry = this.#entries.get(lane);
    if (!entry) return;
    entry.closed = true;
    entry.requested = undefined;
    this.#entries.delete(lane);
    this.#release(entry);
  }

  /** Ends all lanes: nothing is written or read any more, for Firestore's client is about to go. */
  end(): void {
    this.#ended = true;
    for (const lane of this.#entries.keys()) this.close(lane);
  }

  /** Resolves when everything asked for so far has been written. */
  async flush(): Promise<void> {
    await Promise.all([...this.#entries.keys()].map((lane) => this.idle(lane)));
  }

  #entry(lane: WriteLane): Entry {
    let entry = this.#entries.get(lane);
    if (!entry) {
      entry = {
        lane,
        requested: undefined,
        busy: false,
        uncertain: lane instanceof NewestValueLane,
        closed: false,
        failures: 0,
        waiting: [],
      };
      this.#entries.set(lane, entry);
    }
    return entry;
  }

  #queue(entry: Entry): void {
    const urgency = entry.requested === 'soon' && this.#entries.size > crowd ? 'soon' : 'now';
    const ready = this.#ready[urgency];
    ready.add(entry);
    if (urgency === 'soon') this.#gather();
    else if (ready.size === 1) setImmediate(() => this.#drain('now'));
  }

  #gather(): void {
    if (this.#gathering) return;
    this.#gathering = true;
    setTimeout(() => {
      this.#gathering = false;
      this.#drain('soon');
    }, gatherMsOf(this.#entries.size));
  }

  #drain(urgency: Urgency): void {
    const entries = [...this.#ready[urgency]].filter((entry) => !entry.busy && !entry.closed && entry.requested);
    this.#ready[urgency].clear();
    const uncertain = entries.filter((entry) => entry.uncertain);
    for (const entry of uncertain) void this.#recoverThenWrite(entry);
    this.#writeAll(entries.filter((entry) => !entry.uncertain));
  }

  /** Composes the newest values and commits them in batches of at most `maxBatchDocuments`. */
  #writeAll(entries: readonly Entry[]): void {
    let group: { entry: Entry; writes: readonly DocumentWrite[] }[] = [];
    let documents = 0;
    for (const entry of entries) {
      entry.requested = undefined;
      const writes = entry.lane.compose();
      if (!writes?.length) {
        this.#release(entry);
        continue;
      }
      if (documents + writes.length > maxBatchDocuments && group.length > 0) {
        void this.#commit(group);
        group = [];
        documents = 0;
      }
      entry.busy = true;
      group.push({ entry, writes });
      documents += writes.length;
    }
    if (group.length > 0) void this.#commit(group);
  }

  async #commit(group: readonly { entry: Entry; writes: readonly DocumentWrite[] }[]): Promise<void> {
    const startedMs = performance.now();
    try {
      const times = await this.#commits.commit(
        group.flatMap(({ writes }) => writes),
        this.#deadlineMs,
      );
      this.#onCommit(times.length, performance.now() - startedMs);
      let from = 0;
      for (const { entry, writes } of group) {
        entry.failures = 0;
        entry.lane.committed(times.slice(from, from + writes.length));
        from += writes.length;
        this.#finish(entry);
      }
    } catch (error) {
      for (const { entry } of group) this.#fail(entry, error, group.length > 1 && isRefusal(error));
    }
  }

  #finish(entry: Entry): void {
    entry.busy = false;
    if (entry.closed) return;
    if (entry.requested) this.#queue(entry);
    else this.#release(entry);
  }

  /** `shared`: one document of the batch was refused, nobody knows whose, so each lane looks for itself. */
  #fail(entry: Entry, thrown: unknown, shared: boolean): void {
    const error = toStoreError(thrown);
    entry.uncertain = true;
    entry.requested = 'now';
    entry.failures += shared ? 0 : 1;
    if (!shared) this.#onError(error);
    entry.lane.failed(error);
    if (entry.closed) return;
    if (error.code === 'lease-lost') {
      this.close(entry.lane);
      return;
    }
    const refused = error.code === 'conflict' && entry.failures <= 1;
    const pauseMs = refused ? 0 : backoffMs(entry.failures, retry);
    setTimeout(() => {
      entry.busy = false;
      if (!entry.closed) this.#queue(entry);
    }, pauseMs);
  }

  async #recoverThenWrite(entry: Entry): Promise<void> {
    entry.busy = true;
    try {
      await withDeadline(
        this.#answers().then(() => (entry.closed ? undefined : entry.lane.recover())),
        this.#deadlineMs,
        'Firestore',
      );
      entry.uncertain = false;
      entry.busy = false;
      if (!entry.closed) this.#writeAll([entry]);
    } catch (error) {
      this.#fail(entry, error, false);
    }
  }

  /**
   * Resolves when Firestore answers an empty commit. Over the channel of the commits, which fails at once while there is
   * nobody: the library would ask again by itself, seconds after Firestore has come back.
   */
  #answers(): Promise<unknown> {
    this.#probe ??= this.#commits.commit([], this.#deadlineMs).finally(() => (this.#probe = undefined));
    return this.#probe;
  }

  #release(entry: Entry): void {
    const waiting = entry.waiting;
    entry.waiting = [];
    for (const resolve of waiting) resolve();
  }
}

/** The more lanes, the longer their writes wait for one another: batches then grow, not the number of commits. */
function gatherMsOf(lanes: number): number {
  return Math.min(200, Math.max(40, lanes / 5));
}
