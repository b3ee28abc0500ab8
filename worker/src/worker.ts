import { AppError, toAppError, type WorkerDocument } from '@tapedeck/core';
import type { BrokerFactory } from './broker-factory.ts';
import { systemClock, type Clock } from './clock.ts';
import { CommandRunner } from './commands/command-runner.ts';
import type { WorkerConfig } from './config.ts';
import { HealthServer } from './health-server.ts';
import type { Logger } from './log.ts';
import { MarketPublisher } from './markets/market-publisher.ts';
import { toMarketSources } from './markets/market-sources.ts';
import { createMetrics } from './metrics.ts';
import { ProcessSampler } from './process-sampler.ts';
import { AccountStore } from './store/account-store.ts';
import { CommandStore } from './store/command-store.ts';
import { CommitChannel } from './store/commit-channel.ts';
import { DocumentWriter } from './store/document-writer.ts';
import { openFirestore } from './store/firestore.ts';
import { Keeper, type Subscription } from './store/keeper.ts';
import { LeaseStore } from './store/lease-store.ts';
import { MarketStore } from './store/market-store.ts';
import { PaperStore } from './store/paper-store.ts';
import { SecretStore } from './store/secret-store.ts';
import { watchAccounts, watchDesks, watchPendingCommands, watchPresence } from './store/watchers.ts';
import { Fleet } from './sync/fleet.ts';
import { LeaseKeeper } from './sync/lease-keeper.ts';
import { Reach, watchedDesks, watchedInstruments, type Presence } from './sync/presence.ts';
import { TimerWheel } from './timer-wheel.ts';
import { withDeadline } from './with-deadline.ts';

export interface WorkerOptions {
  readonly config: WorkerConfig;
  readonly log: Logger;
  readonly version: string;
  /** `undefined` when this worker cannot serve the account. */
  readonly createBroker: BrokerFactory;
  /** The public key that browsers seal broker keys to. */
  readonly sealing?: WorkerDocument['sealing'];
  readonly clock?: Clock;
}

export interface Worker {
  readonly id: string;
  /** Resolves once the worker holds its lease and listens; returns the port of its health server. */
  start(): Promise<number>;
  /** Ends everything: writes what waits, hands the accounts back, closes every connection. */
  stop(): Promise<void>;
}

/** Presence lapses without an event, so it is looked at again this often. */
const presenceCheckMs = 2_000;
/** A silence of writes this long means that listeners may be waiting in a long pause of their own. */
const outageMs = 2_000;
const stopDeadlineMs = 2_500;
const lastReadingsMs = 300;

/** One worker process, put together. */
export function createWorker(options: WorkerOptions): Worker {
  const { config, log, version, createBroker, sealing, clock = systemClock } = options;
  const startedAtMs = clock.nowMs();
  const id = `${config.workerName}-${startedAtMs.toString(36)}-${process.pid.toString(36)}`;
  const db = openFirestore(config.projectId);
  const metrics = createMetrics(() => fleet.size);

  const report = (where: string, thrown: unknown, context: Record<string, unknown> = {}) => {
    const error = toAppError(thrown);
    metrics.errors.inc({ where, code: error.code });
    const level = error.code === 'internal' ? 'error' : 'warn';
    log[level]({ where, ...context, error }, error.message);
  };

  const wheel = new TimerWheel(clock, { onError: (error) => report('timer', error) });
  const commits = new CommitChannel(config.projectId);
  const writer = new DocumentWriter(db, commits, {
    onError: (error) => report('firestore', error),
    onCommit: (documents, elapsedMs) => {
      metrics.documents.inc(documents);
      metrics.commits.observe(elapsedMs / 1000);
    },
  });
  const sampler = new ProcessSampler({
    clock,
    wheel,
    id,
    version,
    accounts: () => fleet.size,
    queues: () => {
      const { waiting, running } = commands.queue;
      return { commandsWaiting: waiting, commandsRunning: running, writesWaiting: writer.waiting };
    },
  });
  const leases = new LeaseStore(db, id);
  const secrets = new SecretStore(db);
  const papers = new PaperStore(db);
  const beat = () => ({ version, startedAtMs, accounts: fleet.size, sealing });
  const fleet = new Fleet({
    worker: id,
    leases,
    live: new AccountStore(db, writer, (path, reason) => onUnreadable(path, reason)),
    clock,
    wheel,
    heartbeatMs: config.heartbeatMs,
    lease: {
      remainingMs: () => leaseKeeper.remainingMs(),
      heldSinceMs: () => leaseKeeper.heldSinceMs(),
      marginMs: config.leaseMs / 2,
    },
    processFigures: () => sampler.figures(),
    createBroker: (record) => createBroker(record, secrets, papers),
    onClaimed: (session) => {
      log.info({ account: session.claim.accountId, epoch: session.claim.epoch }, 'Account claimed');
      commands.settleUnfinished(session);
      commands.runOwn();
    },
    onError: (error, account) => report('account', error, { account }),
  });
  const commands = new CommandRunner({
    log: new CommandStore(db),
    clock,
    sessionOf: (key) => fleet.sessionOf(key),
    onError: (error, command) => report('commands', error, { command }),
    onEnd: (type, status) => metrics.commands.inc({ type, status }),
  });

  const markets = new MarketPublisher({
    store: new MarketStore(db, writer, id),
    clock,
    wheel,
    sources: () => toMarketSources(fleet.sessions),
    onError: (error, venue) => report('markets', error, { venue }),
  });

  const reach = new Reach(config.leaseMs * 0.3 + outageMs, clock.monotonicMs());
  const keepers = new Map<string, Pick<Keeper<never>, 'hasValue' | 'renew' | 'close'>>();
  const keep = <Value>(what: string, subscribe: Subscription<Value>, onValue: (value: Value) => void) => {
    keepers.set(what, new Keeper(subscribe, onValue, (error) => report(what, error)));
  };
  const leaseKeeper = new LeaseKeeper({
    store: leases,
    clock,
    wheel,
    leaseMs: config.leaseMs,
    beat,
    onRenewed: (wasLapsed) => {
      if (wasLapsed) fleet.proveHolds();
      if (reach.heard(clock.monotonicMs())) for (const keeper of keepers.values()) keeper.renew();
    },
    onError: (error) => report('lease', error),
  });

  let present: readonly Presence[] = [];
  const followPresence = () => {
    const nowMs = clock.nowMs() - reach.missedMs(clock.monotonicMs());
    fleet.setWatchedDesks(watchedDesks(present, nowMs));
    markets.follow(watchedInstruments(present, nowMs));
  };
  const followPresenceForever = () => {
    followPresence();
    wheel.after(presenceCheckMs, followPresenceForever);
  };
  const onUnreadable = (path: string, reason: string) =>
    report('documents', new AppError('invalid-input', `Document ${path} cannot be read and is left out: ${reason}`));
  const health = new HealthServer({
    ...config.health,
    registry: metrics.registry,
    leaseRemainingMs: () => leaseKeeper.remainingMs(),
    listeners: keepers,
    describe: () => ({ worker: id, version, accounts: fleet.size }),
  });

  const stopInOrder = async () => {
    for (const keeper of keepers.values()) keeper.close();
    await commands.stop();
    leaseKeeper.stop();
    await markets.stop();
    const claims = await fleet.stop();
    await writer.flush();
    await Promise.all([leases.handBack(claims, clock.nowMs()), leases.end(beat(), clock.nowMs())]);
  };

  return {
    id,
    async start() {
      const port = await health.start();
      await leaseKeeper.start();
      sampler.start();
      keep('accounts', watchAccounts(db, onUnreadable), (change) => fleet.applyAccounts(change));
      keep('desks', watchDesks(db, onUnreadable), (desks) => {
        fleet.applyDesks(desks);
        commands.runOwn();
      });
      keep('commands', watchPendingCommands(db, onUnreadable), (pending) => commands.offer(pending));
      keep('presence', watchPresence(db), (beats) => {
        present = beats;
        followPresence();
      });
      wheel.after(presenceCheckMs, followPresenceForever);
      log.info({ worker: id, version, port, project: config.projectId }, 'Worker started');
      return port;
    },
    async stop() {
      log.info({ worker: id, accounts: fleet.size }, 'Worker stops');
      await withDeadline(stopInOrder(), stopDeadlineMs, 'Handing back').catch((error: unknown) =>
        report('stop', error),
      );
      sampler.stop();
      wheel.stop();
      writer.end();
      commits.close();
      // Nothing new begins any more; a reading that has begun may ask for one thing after another.
      await new Promise((resolve) => setTimeout(resolve, lastReadingsMs));
      await Promise.allSettled([health.stop(), withDeadline(db.terminate(), 300, 'Firestore')]);
      log.info({ worker: id }, 'Worker stopped');
    },
  };
}
