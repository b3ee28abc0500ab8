import { deriveTradeEvents, explainTransition, type PositionExecution, type TradeEvent } from '@tapedeck/core';
import type { Execution } from '../brokers/broker.ts';
import type { TimerWheel } from '../timer-wheel.ts';
import type { PublishedStructure } from './live-publisher.ts';
import { toTransitions, type StructureTransition } from './transitions.ts';

/** How long a change waits for the pushed executions that explain it before they are fetched. */
const pushWaitMs = 300;
/** Executions this long before the change may belong to it: venues stamp the two by different clocks. */
const overlapMs = 5_000;
const maxRemembered = 1_000;

export interface EventExplainerOptions {
  readonly wheel: TimerWheel;
  /** Executions since an instant of the venue's clock. */
  readonly fetchExecutions: (sinceMs: number) => Promise<readonly Execution[]>;
  /** Events of one transition, derived once. */
  readonly onEvents: (events: readonly TradeEvent[], transition: StructureTransition) => void;
}

/**
 * Finds out why positions changed. A change is told of as soon as the executions known explain it; after a short wait
 * they are fetched, and then it is told of in any case, as a net change if need be.
 */
export class EventExplainer {
  readonly #options: EventExplainerOptions;
  readonly #executions = new Map<string, PositionExecution & { readonly positionId: string }>();
  readonly #used = new Set<string>();
  #pending: StructureTransition[] = [];
  #cancel: (() => void) | undefined;

  constructor(options: EventExplainerOptions) {
    this.#options = options;
  }

  addExecutions(executions: readonly Execution[]): void {
    for (const { fill, positionId, cause, realisedPnl } of executions) {
      if (positionId === undefined || this.#used.has(fill.id)) continue;
      const { id, venueOrderId, side, quantity, price, venueMs } = fill;
      const known = { id, venueOrderId, side, quantity, price, venueMs, cause, positionId };
      this.#executions.set(id, realisedPnl === undefined ? known : { ...known, realisedPnl });
    }
    this.#trim();
    this.#settle(false);
  }

  addStructure(structure: PublishedStructure): void {
    this.#pending.push(...toTransitions(structure));
    this.#settle(false);
    if (this.#pending.length > 0) this.#cancel ??= this.#options.wheel.after(pushWaitMs, () => void this.#fetch());
  }

  /** Tells of everything that still waits, with what is known now. */
  finish(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#settle(true);
  }

  async #fetch(): Promise<void> {
    const waiting = new Set(this.#pending);
    const sinceMs = Math.min(...[...waiting].map((transition) => transition.sinceVenueMs ?? transition.venueMs));
    try {
      if (waiting.size > 0) this.addExecutions(await this.#options.fetchExecutions(sinceMs - overlapMs));
    } catch {
      // The venue's word on the cause cannot be had: the change itself is told of all the same.
    }
    this.#cancel = undefined;
    this.#settle(true, waiting);
    if (this.#pending.length > 0) this.#cancel = this.#options.wheel.after(pushWaitMs, () => void this.#fetch());
  }

  /** `final`: those in `only`, or all, are told of whether or not they are explained. */
  #settle(final: boolean, only?: ReadonlySet<StructureTransition>): void {
    const waiting: StructureTransition[] = [];
    for (const transition of this.#pending) {
      const candidates = [...this.#executions.values()].filter(
        (execution) => execution.positionId === transition.positionId,
      );
      const explained = explainTransition(transition, candidates);
      if (!explained && !(final && (!only || only.has(transition)))) {
        waiting.push(transition);
        continue;
      }
      this.#options.onEvents(deriveTradeEvents({ ...transition, external: true }, candidates), transition);
      const passed = explained ?? candidates.filter((execution) => execution.venueMs <= transition.venueMs);
      for (const { id } of passed) this.#use(id);
    }
    this.#pending = waiting;
  }

  #use(id: string): void {
    this.#executions.delete(id);
    this.#used.add(id);
  }

  #trim(): void {
    for (const id of this.#executions.keys()) {
      if (this.#executions.size <= maxRemembered) break;
      this.#executions.delete(id);
    }
    for (const id of this.#used) {
      if (this.#used.size <= maxRemembered) break;
      this.#used.delete(id);
    }
  }
}
