'use client';

import { calculateFreshness, type Freshness, type FreshnessState } from '@tapedeck/core/freshness';
import { defaultHeartbeatMs } from '@tapedeck/core/documents/beats';
import type { UpdateRate } from '../preferences/preferences.ts';
import { getPreferences } from '../preferences/store.ts';
import type { AccountLive } from './account-live.ts';
import { accountStore } from './account-store.ts';
import { useNowValue } from './clock.ts';
import { useMembership } from './desk-context.tsx';
import { linkMonitor, type Link } from './link.ts';
import type { Loadable } from './loadable.ts';
import { updateRateMs } from './update-gate.ts';

/**
 * What stands behind a figure: the worker's freshness, or why the page itself cannot tell. `paced` and `held` are older
 * than what this browser knows, because a person slowed the page down.
 */
export type ShownState =
  FreshnessState | 'paced' | 'held' | 'pending' | 'saved' | 'offline' | 'forbidden' | 'never-synced';

export interface ShownFreshness {
  readonly state: ShownState;
  readonly ageMs: number;
  /** The instant that "as of" names; 0 when there is none. */
  readonly asOfMs: number;
}

const unknownFreshness = (state: ShownState): ShownFreshness => ({ state, ageMs: 0, asOfMs: 0 });

export function freshnessOf(live: AccountLive, nowMs: number): Freshness {
  const { connection } = live;
  return calculateFreshness({
    nowMs,
    readMs: live.readMs,
    lastSyncMs: connection?.lastSyncMs,
    beatMs: connection?.committedAt.toMillis(),
    heartbeatMs: connection?.heartbeatMs ?? defaultHeartbeatMs,
    pollMs: connection?.pollMs ?? 1_000,
    connection: connection?.state ?? 'live',
  });
}

/** What the page shows of an account, and what it could show. */
export interface ShownReading {
  readonly shown: Loadable<AccountLive>;
  readonly newest: AccountLive | undefined;
  readonly link: Link['state'];
  readonly rate: UpdateRate;
}

/** Up to this interval a slower page counts as following the market. */
const pacedUpToMs = 5_000;

/**
 * Freshness of what is on the screen. The worker is judged by the newest reading, the figures by the one that is shown.
 * At a slower update rate the two differ, and then nothing is "live":
 *
 * - `paced` at the rate of 5 s, for as long as the shown reading is no older than a live one may be: what the person
 *   asked for, so not muted, and young enough for a market entry
 * - `held` at any slower rate, while paused, and when a paced page fell behind: as old as any old figure
 */
export function toShownFreshness({ shown, newest, link, rate }: ShownReading, nowMs: number): ShownFreshness {
  if (shown.status === 'error' && shown.error.code === 'forbidden') return unknownFreshness('forbidden');
  if (shown.status === 'idle') return unknownFreshness('never-synced');
  const live = shown.status === 'success' || shown.status === 'error' ? shown.data : undefined;
  if (!live) return unknownFreshness(link === 'offline' ? 'offline' : 'pending');
  const judged = freshnessOf(newest ?? live, nowMs);
  const isNewest = !newest || newest.seq === live.seq;
  const own = isNewest ? judged : freshnessOf(live, nowMs);
  const times = { ageMs: own.ageMs, asOfMs: own.asOfMs };
  if (link === 'offline') return { state: 'offline', ...times };
  if (shown.status === 'success' && shown.saved) return { state: 'saved', ...times };
  const followsWorker = judged.state === 'live' || judged.state === 'delayed';
  if (isNewest || !followsWorker) return { state: judged.state, ...times };
  const isPaced = (updateRateMs[rate] ?? Infinity) <= pacedUpToMs && own.state === 'live';
  return { state: isPaced ? 'paced' : 'held', ...times };
}

const separator = '|';
const encode = ({ state, ageMs, asOfMs }: ShownFreshness) => [state, roundAge(ageMs), asOfMs].join(separator);

/** Coarse enough that a component does not render for a difference nobody sees. */
function roundAge(ageMs: number): number {
  return ageMs < 1_000 ? Math.round(ageMs / 10) * 10 : Math.floor(ageMs / 1_000) * 1_000;
}

function decode(text: string | undefined): ShownFreshness {
  if (text === undefined) return unknownFreshness('pending');
  const [state, ageMs, asOfMs] = text.split(separator);
  return { state: state as ShownState, ageMs: Number(ageMs), asOfMs: Number(asOfMs) };
}

/** Freshness of several accounts, which is that of the worst; renewed once a second. */
export function useFreshness(accountIds: readonly string[]): ShownFreshness {
  const { deskId } = useMembership();
  const text = useNowValue((nowMs) => encode(worstOf(accountIds.map((id) => freshnessNow(deskId, id, nowMs)))));
  return decode(text);
}

/** The state alone: for rows and cells, which need not render for the age. */
export function useFreshnessState(accountIds: readonly string[]): ShownState {
  const { deskId } = useMembership();
  const state = useNowValue<string>((nowMs) => worstOf(accountIds.map((id) => freshnessNow(deskId, id, nowMs))).state);
  return (state as ShownState | undefined) ?? 'pending';
}

/** The state of each account, in the order of the ids. */
export function useFreshnessStates(accountIds: readonly string[]): readonly ShownState[] {
  const { deskId } = useMembership();
  const text = useNowValue((nowMs) => accountIds.map((id) => freshnessNow(deskId, id, nowMs).state).join(separator));
  return text === undefined || text === '' ? [] : (text.split(separator) as ShownState[]);
}

function freshnessNow(deskId: string, accountId: string, nowMs: number): ShownFreshness {
  const store = accountStore(deskId, accountId);
  const reading: ShownReading = {
    shown: store.get(),
    newest: store.newest(),
    link: linkMonitor.get().state,
    rate: getPreferences().updateRate,
  };
  return toShownFreshness(reading, nowMs);
}

const severity: readonly ShownState[] = [
  'live',
  'paced',
  'delayed',
  'paused',
  'pending',
  'never-synced',
  'saved',
  'held',
  'stale',
  'worker-lost',
  'offline',
  'forbidden',
];

export function worstOf(parts: readonly ShownFreshness[]): ShownFreshness {
  return parts.reduce<ShownFreshness>(
    (worst, part) => {
      const difference = severity.indexOf(part.state) - severity.indexOf(worst.state);
      return difference > 0 || (difference === 0 && part.ageMs > worst.ageMs) ? part : worst;
    },
    parts[0] ?? unknownFreshness('pending'),
  );
}

const staleStates: ReadonlySet<ShownState> = new Set(['stale', 'held', 'paused', 'worker-lost', 'offline']);

/** Whether a figure in this state is to be drawn muted and underlined, with its time. */
export function isStale(state: ShownState): boolean {
  return staleStates.has(state);
}
