import type { LatencySample } from './latency.ts';

/** One leg of an update's way from the venue to the screen, in the order in which it is walked. */
export const hops = [
  { id: 'venueToRead', label: 'Venue → worker read' },
  { id: 'readToSent', label: 'Read → sent' },
  { id: 'sentToCommitted', label: 'Sent → committed' },
  { id: 'committedToReceived', label: 'Committed → received' },
  { id: 'receivedToPainted', label: 'Received → painted' },
] as const;
export type HopId = (typeof hops)[number]['id'];

export type HopTimes = Readonly<Record<HopId, number>>;

/**
 * The legs of one update, in milliseconds. A leg that would be negative, because two clocks differ by a little, is 0.
 * An update that was never painted, as in a hidden page, has no last leg: it counts as 0 there.
 */
export function hopTimes(sample: LatencySample): HopTimes {
  const { venueMs, readMs, sentMs, committedMs, receivedMs, paintedMs, clockOffsetMs } = sample;
  return {
    venueToRead: Math.max(0, readMs - venueMs),
    readToSent: Math.max(0, sentMs - readMs),
    sentToCommitted: Math.max(0, committedMs - sentMs),
    committedToReceived: Math.max(0, receivedMs + clockOffsetMs - committedMs),
    receivedToPainted: Math.max(0, (paintedMs ?? receivedMs) - receivedMs),
  };
}

export function totalOf(times: HopTimes): number {
  return hops.reduce((sum, { id }) => sum + times[id], 0);
}

export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** By nearest rank; undefined without values. */
export function percentilesOf(values: readonly number[]): Percentiles | undefined {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

export interface ChainSummary {
  readonly hops: Readonly<Record<HopId, Percentiles | undefined>>;
  readonly total: Percentiles | undefined;
}

export function summarise(samples: readonly LatencySample[]): ChainSummary {
  const times = samples.map(hopTimes);
  const of = (id: HopId) => percentilesOf(times.map((time) => time[id]));
  return {
    hops: {
      venueToRead: of('venueToRead'),
      readToSent: of('readToSent'),
      sentToCommitted: of('sentToCommitted'),
      committedToReceived: of('committedToReceived'),
      receivedToPainted: of('receivedToPainted'),
    },
    total: percentilesOf(times.map(totalOf)),
  };
}

export interface SequenceReport {
  /** Updates that were written but never arrived. */
  readonly missed: number;
  /** Times that an update was not newer than the one before it. */
  readonly stepsBack: number;
}

/** Looks at the sequence numbers of one account's updates, oldest first. */
export function checkSequence(seqs: readonly number[]): SequenceReport {
  let missed = 0;
  let stepsBack = 0;
  for (const [index, seq] of seqs.entries()) {
    const previous = seqs[index - 1];
    if (previous === undefined) continue;
    if (seq <= previous) stepsBack += 1;
    else missed += seq - previous - 1;
  }
  return { missed, stepsBack };
}

/** Updates a second over the `windowMs` before `nowMs`, both by this device's clock. */
export function updatesPerSecond(samples: readonly LatencySample[], nowMs: number, windowMs: number): number {
  const count = samples.filter(({ receivedMs }) => nowMs - receivedMs < windowMs).length;
  return count / (windowMs / 1_000);
}
