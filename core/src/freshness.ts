import { workerLostMs } from './documents/beats.ts';
import type { ConnectionState } from './documents/live-documents.ts';

export const freshnessStates = ['live', 'delayed', 'stale', 'worker-lost', 'paused'] as const;
export type FreshnessState = (typeof freshnessStates)[number];

export interface FreshnessInput {
  /** The server's clock now, as well as the client knows it. */
  readonly nowMs: number;
  /** When the newest reading behind the figures was read. */
  readonly readMs: number;
  /** When the venue last confirmed that nothing else had changed, as the last heartbeat tells. */
  readonly lastSyncMs?: number | undefined;
  /** When the last heartbeat was committed. */
  readonly beatMs?: number | undefined;
  readonly heartbeatMs: number;
  readonly pollMs: number;
  readonly connection: ConnectionState;
}

export interface Freshness {
  readonly state: FreshnessState;
  /** Age of the figures; never negative. */
  readonly ageMs: number;
  /** The instant that "as of" names. */
  readonly asOfMs: number;
}

/**
 * How fresh an account's figures are. While the venue answers, silence up to the heartbeat is in order, because nothing
 * is written when nothing changes; once it does not, the poll interval is the measure.
 */
export function calculateFreshness(input: FreshnessInput): Freshness {
  const asOfMs = Math.max(input.readMs, input.lastSyncMs ?? 0);
  const ageMs = Math.max(0, input.nowMs - asOfMs);
  const beatAgeMs = input.nowMs - Math.max(input.beatMs ?? 0, input.readMs);
  const cadenceMs = input.connection === 'live' ? Math.max(input.heartbeatMs, input.pollMs) : input.pollMs;
  if (input.connection === 'paused') return { state: 'paused', ageMs, asOfMs };
  if (beatAgeMs > workerLostMs) return { state: 'worker-lost', ageMs, asOfMs };
  if (ageMs > 4 * cadenceMs) return { state: 'stale', ageMs, asOfMs };
  if (ageMs > 2 * cadenceMs) return { state: 'delayed', ageMs, asOfMs };
  return { state: 'live', ageMs, asOfMs };
}

/** The worst of several freshnesses: a total is as fresh as its worst input. */
export function worstFreshness(parts: readonly Freshness[]): Freshness | undefined {
  const order: readonly FreshnessState[] = ['live', 'delayed', 'paused', 'stale', 'worker-lost'];
  return parts.reduce<Freshness | undefined>((worst, part) => {
    if (!worst) return part;
    const difference = order.indexOf(part.state) - order.indexOf(worst.state);
    return difference > 0 || (difference === 0 && part.ageMs > worst.ageMs) ? part : worst;
  }, undefined);
}
