import { deviceNowMs, serverClock } from './clock.ts';
import { loadConfig } from './config.ts';
import { lastPainted, latencySamples, onLatencySample, type LatencySample } from './latency.ts';
import { linkMonitor, type Link } from './link.ts';

/** What measurements on a demo desk may read: which update was painted last, and when. */
export interface DebugHook {
  samples(): readonly LatencySample[];
  /** The newest update of an account on the screen, also one that came with a reconnection. */
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
    painted: lastPainted,
    onSample: onLatencySample,
    nowMs: deviceNowMs,
    serverOffsetMs: () => serverClock.offsetMs(),
    link: linkMonitor.get,
  };
}
