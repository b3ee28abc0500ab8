import {
  deriveRoundTrip,
  deriveTradeEvents,
  explainTransition,
  findRoundTrip,
  type Fill,
  type PositionExecution,
  type PositionStructure,
  type TradeEvent,
} from '@tapedeck/core';
import type { Execution } from '../brokers/broker.ts';
import type { Clock } from '../clock.ts';
import type { TimerWheel } from '../timer-wheel.ts';
import { isExternal } from '../trading/is-external.ts';
import type { KnownOrder } from '../trading/order-register.ts';
import { ExecutionLog, type HeardExecution } from './execution-log.ts';
import type { PublishedStructure } from './live-publisher.ts';
import type { ToldSoFar } from './ports.ts';
import { originOf, toTransitions, type StructureTransition } from './transitions.ts';

/** How long a change waits for the pushed executions that explain it before they are fetched. */
const pushWaitMs = 300;
/** Executions this long before the change may belong to it: venues stamp the two by different clocks. */
const overlapMs = 5_000;
/** A venue that cannot say why is asked so often, then the change is told of without a cause. */
const maxFetches = 4;
const fetchRetryMs = 1_000;
const lookBackRetryMs = 2_000;
/** Time for which executions wait for a reading that shows what they did. */
const settleMs = 3_000;
const sweepMs = 1_000;

export interface EventExplainerOptions {
  readonly clock: Clock;
  readonly wheel: TimerWheel;
  /** Executions since an instant of the venue's clock, once their orders are at hand as far as they are ours. */
  readonly fetchExecutions: (sinceMs: number) => Promise<readonly Execution[]>;
  readonly orderOf: (ids: Pick<Fill, 'clientOrderId' | 'venueOrderId'>) => KnownOrder | undefined;
  /** Events of one cause, derived once; `origin` names the cause and is the same whoever derives them. */
  readonly onEvents: (events: readonly TradeEvent[], origin: string) => void;
  /** The position as it was handed over last. */
  readonly standing: (positionId: string) => PositionStructure | undefined;
  /** False while a structure is on its way that has not been told of. */
  readonly isSettled: () => boolean;
}

/**
 * Finds out why positions changed. A change is told of as soon as the executions known explain it; after a short wait
 * they are fetched, and then it is told of in any case, as a net change if need be. Executions that no change claims
 * and that cancel one another out are a round trip, told of for itself.
 */
export class EventExplainer {
  readonly #options: EventExplainerOptions;
  readonly #log = new ExecutionLog();
  #pending: StructureTransition[] = [];
  #fetches = 0;
  #cancelFetch: (() => void) | undefined;
  #lookBackFromMs: number | undefined;
  #cancelLookBack: (() => void) | undefined;
  #cancelSweep: (() => void) | undefined;
  #stopped = false;

  constructor(options: EventExplainerOptions) {
    this.#options = options;
  }

  /** Changes that have not been told of yet. */
  get untold(): readonly StructureTransition[] {
    return this.#pending;
  }

  /** Called with the first reading: goes on from what an earlier owner told of. */
  begin(told: ToldSoFar, readingVenueMs: number): void {
    const since = told.untold.map((transition) => transition.sinceVenueMs ?? transition.venueMs - overlapMs);
    this.#log.startAfter(Math.min(told.venueMs ?? readingVenueMs, ...since));
    this.#pending.push(...told.untold);
    this.#awaitPush();
    if (told.venueMs !== undefined) this.lookBack(told.venueMs);
  }

  addExecutions(executions: readonly Execution[]): void {
    const heardMs = this.#options.clock.monotonicMs();
    for (const execution of executions) this.#log.add(execution, heardMs);
    this.#settle(false);
    this.#scheduleSweep();
  }

  addStructure(structure: PublishedStructure): void {
    this.#log.follow(structure.venueMs);
    this.#pending.push(...toTransitions(structure));
    this.#settle(false);
    this.#awaitPush();
  }

  /** Fetches what may have happened unseen since an instant of the venue's clock; keeps asking until it is told. */
  lookBack(fromVenueMs: number): void {
    this.#lookBackFromMs = Math.min(this.#lookBackFromMs ?? fromVenueMs, fromVenueMs);
    this.#cancelLookBack?.();
    void this.#lookBackNow();
  }

  /** Tells of everything that still waits, with what is known now, and ends. */
  finish(): void {
    this.stop();
    this.#settle(true);
  }

  /** Ends without another word: somebody else tells of what waits. */
  stop(): void {
    this.#stopped = true;
    for (const cancel of [this.#cancelFetch, this.#cancelLookBack, this.#cancelSweep]) cancel?.();
  }

  #awaitPush(): void {
    if (this.#stopped || this.#pending.length === 0) return;
    this.#cancelFetch ??= this.#options.wheel.after(pushWaitMs, () => void this.#fetch());
  }

  async #fetch(): Promise<void> {
    const waiting = new Set(this.#pending);
    const since = [...waiting].map(({ sinceVenueMs, venueMs }) => Math.min(sinceVenueMs ?? venueMs, venueMs));
    const fetched = waiting.size === 0 || (await this.#fetchSince(Math.min(...since) - overlapMs));
    if (this.#stopped) return;
    this.#fetches = fetched ? 0 : this.#fetches + 1;
    this.#cancelFetch = undefined;
    if (!fetched && this.#fetches < maxFetches) {
      this.#cancelFetch = this.#options.wheel.after(fetchRetryMs, () => void this.#fetch());
      return;
    }
    this.#fetches = 0;
    this.#settle(true, waiting);
    this.#awaitPush();
  }

  async #lookBackNow(): Promise<void> {
    const fromMs = this.#lookBackFromMs;
    if (fromMs === undefined) return;
    const fetched = await this.#fetchSince(fromMs);
    if (this.#stopped || fromMs !== this.#lookBackFromMs) return;
    if (fetched) this.#lookBackFromMs = undefined;
    else this.#cancelLookBack = this.#options.wheel.after(lookBackRetryMs, () => void this.#lookBackNow());
  }

  /** False when the venue cannot say. */
  async #fetchSince(sinceMs: number): Promise<boolean> {
    try {
      const executions = await this.#options.fetchExecutions(sinceMs);
      if (!this.#stopped) this.addExecutions(executions);
      return true;
    } catch {
      // The poll says what is wrong with the venue; here it only means that the cause is not known yet.
      return false;
    }
  }

  /** `final`: those in `only`, or all, are told of whether or not they are explained. */
  #settle(final: boolean, only?: ReadonlySet<StructureTransition>): void {
    const waiting: StructureTransition[] = [];
    for (const transition of this.#pending) {
      const candidates = this.#log.of(transition.positionId);
      const explained = explainTransition(transition, candidates);
      if (!explained && !(final && (!only || only.has(transition)))) {
        waiting.push(transition);
        continue;
      }
      this.#tell(deriveTradeEvents(transition, this.#withOrders(candidates)), originOf(transition));
      if (explained) this.#log.use(upTo(candidates, explained.at(-1)));
      else this.#log.useUntil(transition.positionId, transition.venueMs);
    }
    this.#pending = waiting;
  }

  /** With what is known by now of the orders that made them. */
  #withOrders(executions: readonly HeardExecution[]): readonly PositionExecution[] {
    return executions.map((execution) => {
      const record = this.#options.orderOf(execution)?.record;
      const clientOrderId = record?.clientOrderId ?? execution.clientOrderId;
      return { ...execution, clientOrderId, external: isExternal(execution, record) };
    });
  }

  #tell(events: readonly TradeEvent[], origin: string): void {
    if (events.length > 0) this.#options.onEvents(events, origin);
  }

  #scheduleSweep(): void {
    if (this.#stopped || this.#log.isEmpty) return;
    this.#cancelSweep ??= this.#options.wheel.after(sweepMs, () => {
      this.#cancelSweep = undefined;
      if (this.#options.isSettled()) this.#sweep();
      this.#scheduleSweep();
    });
  }

  #sweep(): void {
    const nowMs = this.#options.clock.monotonicMs();
    const waiting = new Set(this.#pending.map(({ positionId }) => positionId));
    for (const { positionId, instrumentId } of this.#log.positions()) {
      if (waiting.has(positionId)) continue;
      const roundTrip = findRoundTrip(this.#log.of(positionId, nowMs - settleMs));
      const [first] = roundTrip;
      if (!first) continue;
      const standing = this.#options.standing(positionId);
      const position = { id: positionId, instrumentId, ...(standing ? { standing } : {}) };
      const events = deriveRoundTrip(position, this.#withOrders(roundTrip));
      this.#tell(events, `${first.id.replaceAll('/', '-')}_${positionId}`);
      this.#log.use(roundTrip);
    }
    this.#log.forget(nowMs);
  }
}

/** Everything as old as the last execution that explained a change has had its say. */
function upTo(candidates: readonly PositionExecution[], last: PositionExecution | undefined) {
  return last ? candidates.slice(0, candidates.indexOf(last) + 1) : [];
}
