import { deviceNowMs, serverClock } from './clock.ts';

/** One update's way from the venue to the screen. Every instant is on the clock of who measured it. */
export interface LatencySample {
  readonly accountId: string;
  readonly seq: number;
  readonly structureSeq: number;
  /** The venue's event time, brought to the worker's clock where the skew is known. */
  readonly venueMs: number;
  readonly readMs: number;
  readonly sentMs: number;
  readonly committedMs: number;
  /** This device's clock. */
  readonly receivedMs: number;
  /** This device's clock after the frame that shows it; absent until then, and while the page is hidden. */
  readonly paintedMs?: number;
  /** Server minus device, as known when it arrived. */
  readonly clockOffsetMs: number;
}

const capacity = 1_200;
const listeners = new Set<() => void>();
let samples: readonly LatencySample[] = [];
const painted = new Map<string, LatencySample>();

export function latencySamples(): readonly LatencySample[] {
  return samples;
}

/** Calls back after each painted update. */
export function onLatencySample(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The newest update of an account that is on the screen, whether or not its way could be measured. */
export function lastPainted(accountId: string): LatencySample | undefined {
  return painted.get(accountId);
}

/**
 * Takes a sample once the frame that shows the update has been painted; at once while nothing is painted. What a
 * listener brings when it opens may be old, and is no sample of the way: `isFresh` is false for it.
 */
export function recordWhenPainted(update: Omit<LatencySample, 'paintedMs' | 'clockOffsetMs'>, isFresh: boolean): void {
  const sample: LatencySample = { ...update, clockOffsetMs: serverClock.offsetMs() };
  if (document.visibilityState !== 'visible') {
    if (isFresh) add(sample);
    return;
  }
  afterPaint(() => {
    const shown = { ...sample, paintedMs: deviceNowMs() };
    painted.set(shown.accountId, shown);
    if (isFresh) add(shown);
  });
}

/** The first task after the next frame: what was rendered before it is on the screen. */
function afterPaint(done: () => void): void {
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.addEventListener('message', done, { once: true });
    channel.port1.start();
    channel.port2.postMessage(undefined);
  });
}

function add(sample: LatencySample): void {
  samples = samples.length >= capacity ? [...samples.slice(1 - capacity), sample] : [...samples, sample];
  for (const listener of listeners) listener();
}
