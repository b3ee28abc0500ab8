import { deviceNowMs, serverClock } from './clock.ts';
import { loadConfig } from './config.ts';
import { latencySamples, onLatencySample, type LatencySample } from './latency.ts';
import { linkMonitor, type Link } from './link.ts';

/** What measurements on a demo desk may read: which update was painted last, and when. */
export interface DebugHook {
  samples(): readonly LatencySample[];
  /** The last painted update by account. */
  painted(accountId: string): LatencySample | undefined;
  onSample(listener: () => void): () => void;
  /** This device's clock, the one of `receivedMs` and `paintedMs`. */
  nowMs(): number;
  serverOffsetMs(): number;
  link(): Link;
}

declare global {
  interface Window {
    __tapedeck?: DebugHook;
  }
}

/** Shows the hook on `window` where the configuration says that this is a demo. */
export async function exposeDebugHook(): Promise<void> {
  const { demo } = await loadConfig();
  if (!demo) return;
  // oxlint-disable-next-line no-underscore-dangle -- marks what no page may use
  window.__tapedeck = {
    samples: latencySamples,
    painted: (accountId) => latencySamples().findLast((sample) => sample.accountId === accountId),
    onSample: onLatencySample,
    nowMs: deviceNowMs,
    serverOffsetMs: () => serverClock.offsetMs(),
    link: linkMonitor.get,
  };
}
