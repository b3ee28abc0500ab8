import { defaultSyncSettings, toAppError, toDay, type AccountDocument, type AppError } from '@tapedeck/core';
import { backoffMs } from '../backoff.ts';
import type { Broker } from '../brokers/broker.ts';
import type { Clock } from '../clock.ts';
import type { TimerWheel } from '../timer-wheel.ts';
import type { HeldLease } from '../trading/account-hold.ts';
import { AccountSession, type AccountSessionOptions } from './account-session.ts';
import { ConnectionReport, type ProcessFigures } from './connection-report.ts';
import type { AccountsChange, DeskRecord } from '../store/watchers.ts';
import type { AccountKey, AccountRecord, Claim, ConnectionWrite, LiveStore } from './ports.ts';

export interface Leases {
  /** Returns the claims won; the other accounts are owned. */
  claim(
    keys: readonly AccountKey[],
    nowMs: number,
    toConnection: (key: AccountKey, epoch: number) => ConnectionWrite,
  ): Promise<readonly Claim[]>;
  /** How long another worker's lease still holds. */
  remainingMs(worker: string): Promise<number>;
}

export interface FleetOptions {
  readonly worker: string;
  readonly leases: Leases;
  readonly live: LiveStore;
  readonly clock: Clock;
  readonly wheel: TimerWheel;
  readonly heartbeatMs: number;
  readonly processFigures: () => ProcessFigures;
  /** `undefined` when this worker cannot serve the account: broker unknown, or no key for it. */
  readonly createBroker: (record: AccountRecord) => Broker | undefined;
  readonly lease: HeldLease;
  readonly onClaimed: (session: AccountSession) => void;
  readonly onError: (error: AppError, accountId?: string) => void;
}

/** Accounts claimed in one batch, one batch at a time: quick for a thousand, and writes are not held up. */
const maxClaims = 25;
/** Past the end of a lease, so that the clocks' last digits decide nothing. */
const lapseSlackMs = 250;
const retry = { firstMs: 500, maxMs: 5_000 };

/** An account that this worker could serve. */
interface Candidate {
  readonly key: string;
  readonly record: AccountRecord;
  readonly broker: Broker;
}

/** The sessions of this worker: claims what nobody owns, lets go of what somebody else owns now. */
export class Fleet {
  readonly #options: FleetOptions;
  readonly #sessions = new Map<string, AccountSession>();
  readonly #claiming = new Set<string>();
  /** Sessions that write their last; the account is claimed again only after that. */
  readonly #ending = new Set<string>();
  readonly #queue = new Set<string>();
  readonly #failures = new Map<string, number>();
  /** Workers whose lease is being looked at, so that many accounts of one cost one read. */
  readonly #checking = new Set<string>();
  readonly #records = new Map<string, AccountRecord>();
  readonly #desks = new Map<string, DeskRecord['desk']>();
  #watched: ReadonlySet<string> = new Set();
  #stopped = false;

  constructor(options: FleetOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#sessions.size;
  }

  get sessions(): readonly AccountSession[] {
    return [...this.#sessions.values()];
  }

  sessionOf(key: AccountKey): AccountSession | undefined {
    return this.#sessions.get(toKey(key));
  }

  /** Takes what changed among all accounts. */
  applyAccounts({ whole, changed, removed }: AccountsChange): void {
    const gone = new Set(removed.map(toKey));
    if (whole) {
      const present = new Set(changed.map(toKey));
      for (const key of this.#records.keys()) if (!present.has(key)) gone.add(key);
    }
    for (const key of gone) {
      this.#records.delete(key);
      this.#failures.delete(key);
      this.#drop(key);
    }
    for (const record of changed) {
      const key = toKey(record);
      this.#records.set(key, record);
      const session = this.#sessions.get(key);
      if (session && (record.account.lease?.epoch ?? 0) > session.claim.epoch) this.#drop(key);
      else if (session && (record.account.disabled || needsReopening(session.account, record.account))) this.#end(key);
      else session?.update(record.account);
      this.#consider(key, record);
    }
  }

  /** Takes the desks that have changed: their sessions hear of it in this very turn. */
  applyDesks(records: readonly DeskRecord[]): void {
    for (const { deskId, desk } of records) {
      this.#desks.set(deskId, desk);
      for (const session of this.#sessions.values()) if (session.claim.deskId === deskId) session.trading.setDesk(desk);
    }
  }

  setWatchedDesks(deskIds: ReadonlySet<string>): void {
    if (hasSameMembers(deskIds, this.#watched)) return;
    this.#watched = deskIds;
    for (const session of this.#sessions.values()) session.setWatched(deskIds.has(session.claim.deskId));
  }

  /** The lease is back after it had lapsed: other workers may have claimed accounts meanwhile. */
  proveHolds(): void {
    for (const session of this.#sessions.values()) session.trading.proveHold();
  }

  /** Ends every session in order. Returns the claims, to be handed back. */
  async stop(): Promise<readonly Claim[]> {
    this.#stopped = true;
    const sessions = this.sessions;
    await Promise.all(sessions.map((session) => session.stop()));
    this.#sessions.clear();
    return sessions.map((session) => session.claim);
  }

  #consider(key: string, record: AccountRecord): void {
    if (this.#stopped || this.#sessions.has(key) || this.#claiming.has(key) || this.#ending.has(key)) return;
    const { lease, disabled } = record.account;
    if (disabled) return;
    if (!lease || lease.handedBackAtMs !== undefined) this.#enqueue(key);
    else void this.#awaitLapse(lease.worker);
  }

  /** Looks at another worker's lease when it would end, and claims its accounts once it has. */
  async #awaitLapse(worker: string): Promise<void> {
    if (this.#checking.has(worker)) return;
    this.#checking.add(worker);
    let waitMs = retry.maxMs;
    try {
      const remainingMs = worker === this.#options.worker ? 0 : await this.#options.leases.remainingMs(worker);
      if (remainingMs === 0) {
        this.#checking.delete(worker);
        for (const [key, record] of this.#records) if (record.account.lease?.worker === worker) this.#enqueue(key);
        return;
      }
      waitMs = remainingMs + lapseSlackMs;
    } catch (error) {
      this.#options.onError(toAppError(error));
    }
    this.#options.wheel.after(waitMs, () => {
      this.#checking.delete(worker);
      const owns = [...this.#records.values()].some((record) => record.account.lease?.worker === worker);
      if (owns && !this.#stopped) void this.#awaitLapse(worker);
    });
  }

  #enqueue(key: string): void {
    if (this.#stopped || this.#sessions.has(key) || this.#claiming.has(key) || this.#ending.has(key)) return;
    this.#queue.add(key);
    // Whatever is queued in this turn is claimed together.
    if (this.#claiming.size === 0) queueMicrotask(() => this.#claimNext());
  }

  #claimNext(): void {
    if (this.#claiming.size > 0 || this.#queue.size === 0 || this.#stopped) return;
    const candidates: Candidate[] = [];
    for (const key of this.#queue) {
      if (candidates.length === maxClaims) break;
      this.#queue.delete(key);
      const record = this.#records.get(key);
      const broker = record && !record.account.disabled && this.#createBroker(record);
      if (!broker) continue;
      candidates.push({ key, record, broker });
      this.#claiming.add(key);
    }
    if (candidates.length === 0) return;
    void this.#claim(candidates).finally(() => {
      this.#claiming.clear();
      this.#claimNext();
    });
  }

  async #claim(candidates: readonly Candidate[]): Promise<void> {
    const { leases, clock, onError } = this.#options;
    const byKey = new Map(candidates.map((candidate) => [candidate.key, candidate]));
    const claimedMs = clock.monotonicMs();
    try {
      const records = candidates.map(({ record }) => record);
      const claims = await leases.claim(records, clock.nowMs(), (key, epoch) => this.#startingConnection(key, epoch));
      await Promise.all(claims.map((claim) => this.#resume(claim, claimedMs, byKey)));
    } catch (error) {
      onError(toAppError(error));
    }
    for (const [key, { broker, record }] of byKey) {
      if (this.#sessions.has(key)) continue;
      broker.close().catch((error: unknown) => onError(toAppError(error), record.accountId));
      this.#later(key);
    }
  }

  async #resume(claim: Claim, claimedMs: number, candidates: ReadonlyMap<string, Candidate>): Promise<void> {
    const { live, clock, onClaimed, onError } = this.#options;
    const key = toKey(claim);
    const candidate = candidates.get(key);
    if (!candidate) return;
    try {
      const resumed = await live.resume(claim, toDay(clock.nowMs()));
      const record = this.#records.get(key);
      if (this.#stopped || !record || record.account.disabled) return;
      const session = this.#open(candidate, { claim, claimedMs, resumed });
      this.#failures.delete(key);
      session.start();
      onClaimed(session);
    } catch (error) {
      onError(toAppError(error), claim.accountId);
    }
  }

  #createBroker(record: AccountRecord): Broker | undefined {
    try {
      return this.#options.createBroker(record);
    } catch (error) {
      this.#options.onError(toAppError(error), record.accountId);
      return undefined;
    }
  }

  #open({ key, record, broker }: Candidate, won: Pick<AccountSessionOptions, 'claim' | 'claimedMs' | 'resumed'>) {
    const { clock, wheel, heartbeatMs, lease, processFigures, onError } = this.#options;
    const { claim } = won;
    const session = new AccountSession({
      ...won,
      account: this.#records.get(key)?.account ?? record.account,
      broker,
      clock,
      wheel,
      heartbeatMs,
      lease,
      processFigures,
      onError,
      onLeaseLost: (error) => {
        onError(error, claim.accountId);
        this.#drop(key);
        this.#later(key);
      },
    });
    session.setWatched(this.#watched.has(claim.deskId));
    const desk = this.#desks.get(claim.deskId);
    if (desk) session.trading.setDesk(desk);
    this.#sessions.set(key, session);
    return session;
  }

  #startingConnection(key: AccountKey, epoch: number): ConnectionWrite {
    const { clock, heartbeatMs, processFigures } = this.#options;
    const nowMs = clock.nowMs();
    const { pollMs } = this.#records.get(toKey(key))?.account.sync ?? defaultSyncSettings;
    return new ConnectionReport({ heartbeatMs, pollMs, nowMs }).toDocument(epoch, nowMs, processFigures());
  }

  #drop(key: string): void {
    const session = this.#sessions.get(key);
    this.#sessions.delete(key);
    session?.drop().catch((error: unknown) => this.#options.onError(toAppError(error), session.claim.accountId));
  }

  /** Ends a session in order, and opens the account anew unless it was switched off. */
  #end(key: string): void {
    const session = this.#sessions.get(key);
    if (!session) return;
    this.#sessions.delete(key);
    this.#ending.add(key);
    const reopen = () => {
      this.#ending.delete(key);
      const record = this.#records.get(key);
      if (record) this.#consider(key, record);
    };
    session
      .stop()
      .catch((error: unknown) => this.#options.onError(toAppError(error), session.claim.accountId))
      .finally(reopen);
  }

  #later(key: string): void {
    const failures = (this.#failures.get(key) ?? 0) + 1;
    this.#failures.set(key, failures);
    this.#options.wheel.after(backoffMs(failures, retry), () => {
      const record = this.#records.get(key);
      if (record) this.#consider(key, record);
    });
  }
}

/** Whether the account has to be opened again: its key was replaced, or a paper account was reset. */
function hasSameMembers(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((member) => b.has(member));
}

function needsReopening(before: AccountDocument, after: AccountDocument): boolean {
  return before.key?.version !== after.key?.version || before.paper?.generation !== after.paper?.generation;
}

function toKey({ deskId, accountId }: AccountKey): string {
  return `${deskId}/${accountId}`;
}
