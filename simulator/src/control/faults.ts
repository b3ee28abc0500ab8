import { AppError } from '@tapedeck/core';
import * as z from 'zod';
import type { Clock } from '../clock.ts';

const common = {
  /** How long it lasts; until it is cleared when absent. */
  durationMs: z.number().positive().optional(),
  /** How many times it strikes; without end when absent. */
  count: z.number().int().positive().optional(),
  /** Only requests whose path starts with it, such as `/v5/order`. */
  path: z.string().startsWith('/').optional(),
  /** Only this account, by name. */
  account: z.string().optional(),
};

const streamScope = z.enum(['private', 'public', 'all']).default('all');

export const faultSchema = z.discriminatedUnion('kind', [
  /** Answers come later. */
  z.object({ kind: z.literal('latency'), latencyMs: z.number().nonnegative(), ...common }),
  /** The request is carried out, the answer is never sent. */
  z.object({ kind: z.literal('timeout-after-acceptance'), ...common }),
  /** HTTP errors; the request is not carried out. */
  z.object({ kind: z.literal('http-error'), status: z.number().int().min(400).max(599).default(502), ...common }),
  /** 10006: too many visits. */
  z.object({ kind: z.literal('rate-limit'), ...common }),
  /** 10016: the venue's own trouble. */
  z.object({ kind: z.literal('system-error'), ...common }),
  /** Any other refusal. */
  z.object({ kind: z.literal('ret-code'), retCode: z.number().int(), retMsg: z.string().default(''), ...common }),
  /** Streams are cut at once and refused while it lasts. */
  z.object({ kind: z.literal('drop-streams'), scope: streamScope, ...common }),
  /** Streams stay open and say nothing, not even pong. */
  z.object({ kind: z.literal('silent-streams'), scope: streamScope, ...common }),
  /** Every private event comes twice. */
  z.object({ kind: z.literal('duplicate-events'), ...common }),
  /** Private events come in reverse order. */
  z.object({ kind: z.literal('reorder-events'), ...common }),
  /** Wallet, positions and orders are answered as they were when the fault began. */
  z.object({ kind: z.literal('stale-snapshots'), ...common }),
  /** The venue's clock is off by so much, in its answers and in what it accepts. */
  z.object({ kind: z.literal('clock-skew'), skewMs: z.number().int(), ...common }),
  /** Orders find only this share of their quantity in the book. */
  z.object({ kind: z.literal('partial-fills'), ratio: z.number().positive().max(1).default(0.5), ...common }),
  /** The venue is closed: 503 to every request, streams cut and refused. */
  z.object({ kind: z.literal('maintenance'), ...common }),
  /** The account's API key is no longer known; its streams are cut. */
  z.object({ kind: z.literal('key-revoked'), ...common, account: z.string() }),
]);
export type Fault = z.infer<typeof faultSchema>;
export type FaultInput = z.input<typeof faultSchema>;
export type FaultKind = Fault['kind'];

export interface ActiveFault {
  readonly id: number;
  readonly fault: Fault;
  readonly sinceMs: number;
  readonly untilMs?: number;
  /** Strikes so far. */
  struck: number;
}

/** The faults that are switched on. */
export class Faults {
  readonly #clock: Clock;
  readonly #active: ActiveFault[] = [];
  readonly #listeners = new Set<(fault: ActiveFault) => void>();
  #lastId = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Called for every fault as it is switched on. */
  watch(listener: (fault: ActiveFault) => void): void {
    this.#listeners.add(listener);
  }

  add(input: unknown): ActiveFault {
    const parsed = faultSchema.safeParse(input);
    if (!parsed.success) throw new AppError('invalid-input', z.prettifyError(parsed.error));
    const sinceMs = this.#clock.now();
    const { durationMs } = parsed.data;
    this.#lastId += 1;
    const active: ActiveFault = {
      id: this.#lastId,
      fault: parsed.data,
      sinceMs,
      struck: 0,
      ...(durationMs === undefined ? {} : { untilMs: sinceMs + durationMs }),
    };
    this.#active.push(active);
    for (const listener of this.#listeners) listener(active);
    return active;
  }

  /** Switches off all faults, those of one kind, or one by id. */
  clear(which: { kind?: string; id?: number } = {}): void {
    for (let i = this.#active.length - 1; i >= 0; i -= 1) {
      const active = this.#active[i];
      const hit =
        active &&
        (which.kind === undefined || active.fault.kind === which.kind) &&
        (which.id === undefined || active.id === which.id);
      if (hit) this.#active.splice(i, 1);
    }
  }

  list(): readonly ActiveFault[] {
    this.#dropEnded();
    return [...this.#active];
  }

  /** The first fault of a kind that concerns this request or stream; it counts as one strike. */
  strike<K extends FaultKind>(kind: K, target: FaultTarget = {}): Extract<Fault, { kind: K }> | undefined {
    const active = this.#find(kind, target);
    if (!active) return undefined;
    active.struck += 1;
    return active.fault as Extract<Fault, { kind: K }>;
  }

  /** The same without counting. */
  peek<K extends FaultKind>(kind: K, target: FaultTarget = {}): Extract<Fault, { kind: K }> | undefined {
    return this.#find(kind, target)?.fault as Extract<Fault, { kind: K }> | undefined;
  }

  /** The venue's clock, faults included. */
  venueNow(): number {
    return this.#clock.now() + (this.peek('clock-skew')?.skewMs ?? 0);
  }

  #find(kind: FaultKind, target: FaultTarget): ActiveFault | undefined {
    this.#dropEnded();
    return this.#active.find(
      ({ fault }) =>
        fault.kind === kind &&
        (fault.path === undefined || (target.path?.startsWith(fault.path) ?? false)) &&
        (fault.account === undefined || fault.account === target.account) &&
        (target.scope === undefined || !('scope' in fault) || fault.scope === 'all' || fault.scope === target.scope),
    );
  }

  #dropEnded(): void {
    const nowMs = this.#clock.now();
    for (let i = this.#active.length - 1; i >= 0; i -= 1) {
      const active = this.#active[i];
      if (!active) continue;
      const { count } = active.fault;
      const ended = (active.untilMs ?? Infinity) <= nowMs || (count !== undefined && active.struck >= count);
      if (ended) this.#active.splice(i, 1);
    }
  }
}

export interface FaultTarget {
  readonly path?: string;
  readonly account?: string;
  readonly scope?: 'private' | 'public';
}
