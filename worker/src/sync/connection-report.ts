import type { AppError, ConnectionState, LiveConnectionDocument } from '@tapedeck/core';
import { LatencyWindow } from './latency-window.ts';
import type { ConnectionWrite } from './ports.ts';

export type ProcessFigures = LiveConnectionDocument['worker'];
export type ConnectionCounts = LiveConnectionDocument['counts'];
export type StreamState = LiveConnectionDocument['stream'];

export interface ConnectionReportOptions {
  readonly heartbeatMs: number;
  readonly pollMs: number;
  readonly nowMs: number;
}

/** What `live/connection` says of one account. Whatever a person would want to know at once marks it as due. */
export class ConnectionReport {
  readonly counts: { -readonly [Name in keyof ConnectionCounts]: number } = {
    polls: 0,
    pollErrors: 0,
    streamEvents: 0,
    streamReconnects: 0,
    writes: 0,
    writeErrors: 0,
    unchanged: 0,
    tradeEvents: 0,
  };
  readonly venueRoundTrip = new LatencyWindow();
  readonly venueToRead = new LatencyWindow();
  readonly readToSent = new LatencyWindow();
  readonly sentToCommitted = new LatencyWindow();
  lastSyncMs: number | undefined;
  clockSkewMs: number | undefined;
  readonly #heartbeatMs: number;
  readonly #onDue: () => void;
  #state: ConnectionState = 'starting';
  #stateSinceMs: number;
  #stream: StreamState = 'off';
  #pollMs: number;
  #watched = false;
  #error: LiveConnectionDocument['error'];

  constructor(options: ConnectionReportOptions, onDue: () => void = () => {}) {
    this.#heartbeatMs = options.heartbeatMs;
    this.#pollMs = options.pollMs;
    this.#stateSinceMs = options.nowMs;
    this.#onDue = onDue;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get stream(): StreamState {
    return this.#stream;
  }

  get watched(): boolean {
    return this.#watched;
  }

  /** An error is a sentence for people; `undefined` when the state needs no reason. */
  setState(state: ConnectionState, nowMs: number, error?: AppError): void {
    const sameError = this.#error?.code === error?.code && this.#error?.message === error?.message;
    if (state === this.#state && sameError) return;
    if (state !== this.#state) this.#stateSinceMs = nowMs;
    this.#state = state;
    this.#error = error && { code: error.code, message: error.message, atMs: nowMs };
    this.#onDue();
  }

  setStream(stream: StreamState): void {
    if (stream === this.#stream) return;
    this.#stream = stream;
    this.#onDue();
  }

  get pollMs(): number {
    return this.#pollMs;
  }

  setPollMs(pollMs: number): void {
    if (pollMs === this.#pollMs) return;
    this.#pollMs = pollMs;
    this.#onDue();
  }

  setWatched(watched: boolean): void {
    if (watched === this.#watched) return;
    this.#watched = watched;
    this.#onDue();
  }

  toDocument(epoch: number, nowMs: number, worker: ProcessFigures): ConnectionWrite {
    const latency = {
      venueRoundTrip: this.venueRoundTrip.percentiles(nowMs),
      venueToRead: this.venueToRead.percentiles(nowMs),
      readToSent: this.readToSent.percentiles(nowMs),
      sentToCommitted: this.sentToCommitted.percentiles(nowMs),
    };
    return {
      epoch,
      state: this.#state,
      stateSinceMs: this.#stateSinceMs,
      stream: this.#stream,
      ...(this.lastSyncMs === undefined ? {} : { lastSyncMs: this.lastSyncMs }),
      heartbeatMs: this.#heartbeatMs,
      pollMs: this.#pollMs,
      watched: this.#watched,
      ...(this.clockSkewMs === undefined ? {} : { clockSkewMs: this.clockSkewMs }),
      latency: Object.fromEntries(Object.entries(latency).filter(([, value]) => value !== undefined)),
      counts: { ...this.counts },
      ...(this.#error ? { error: this.#error } : {}),
      worker,
      beatMs: nowMs,
    };
  }
}
