import {
  workerLostMs,
  type ActivityDocument,
  type Actor,
  type ConnectionState,
  type NotificationDocument,
} from '@tapedeck/core';
import { toClock } from '../clock.ts';

export const workerLostCondition = 'worker-lost';

/** What the watchdog knows of an account. */
export interface AccountHealth {
  /** False once the account was deleted, or while a person has paused or switched it off: nobody waits for heartbeats then. */
  readonly awaited: boolean;
  /** When Firestore stored the last heartbeat; absent before the first. */
  readonly beatMs?: number;
  readonly state?: ConnectionState;
}

export type Verdict = 'lost' | 'well' | 'unchanged';

/**
 * Whether an account has lost its worker. One that ended in order and found no successor in time is lost as well: its
 * figures stand still all the same. An account that never had a worker has lost none.
 */
export function judge(health: AccountHealth, nowMs: number): Verdict {
  if (!health.awaited) return 'well';
  if (health.beatMs === undefined) return 'unchanged';
  if (nowMs - health.beatMs > workerLostMs) return 'lost';
  return health.state === 'stopped' ? 'unchanged' : 'well';
}

/** The same outage has the same id, however often and by whomever it is found. */
export function toOutageId(accountId: string, beatMs: number): string {
  return `${workerLostCondition}-${accountId}-${beatMs}`;
}

const watchdog: Actor = { kind: 'system', name: 'Watchdog' };

export interface Outage {
  readonly accountId: string;
  readonly label: string;
  readonly beatMs: number;
}

export function toLostNotification(outage: Outage, nowMs: number): NotificationDocument {
  return {
    atMs: nowMs,
    category: 'system',
    severity: 'critical',
    mustSee: true,
    title: `Worker lost: ${outage.label}`,
    body:
      `No heartbeat since ${toClock(outage.beatMs)}. The figures shown stand still and commands are not run; positions ` +
      'and orders at the broker are untouched. Start a worker: it takes the account over by itself. ' +
      'To act at once, use the broker’s own page.',
    accountId: outage.accountId,
    activityId: toOutageId(outage.accountId, outage.beatMs),
    condition: workerLostCondition,
  };
}

export function toLostActivity(outage: Outage, nowMs: number): ActivityDocument {
  return {
    atMs: nowMs,
    kind: 'system',
    type: workerLostCondition,
    actor: watchdog,
    summary: `${outage.label} lost its worker: no heartbeat since ${toClock(outage.beatMs)}.`,
    accountId: outage.accountId,
    details: { lastBeatMs: outage.beatMs },
  };
}

/** Heartbeats came back, or the account was paused or deleted: in any case nobody has to act any more. */
export function toBackActivity(over: Omit<Outage, 'beatMs'>, nowMs: number): ActivityDocument {
  return {
    atMs: nowMs,
    kind: 'system',
    type: 'worker-back',
    actor: watchdog,
    summary: `The alarm for ${over.label} is over: its worker is back, or it is no longer waited for.`,
    accountId: over.accountId,
  };
}
