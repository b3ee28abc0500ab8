import { Big } from 'big.js';
import { toDecimal, type Decimal } from '../decimal.ts';
import type { OrderSide } from '../model/order.ts';
import type { PositionSide, PositionStructure } from '../model/position.ts';
import type { TradeEvent, TradeEventType } from '../model/trade-event.ts';

/** Why the venue executed something: what a trade event is derived from. */
export type ExecutionCause =
  'order' | 'stop-loss' | 'take-profit' | 'trailing-stop' | 'liquidation' | 'auto-deleverage';

/** One execution that moved one position. */
export interface PositionExecution {
  readonly id: string;
  readonly venueOrderId: string;
  readonly clientOrderId?: string | undefined;
  /** True when no command of this desk made its order; absent where nobody knows. */
  readonly external?: boolean | undefined;
  readonly side: OrderSide;
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly cause: ExecutionCause;
  readonly realisedPnl?: Decimal;
  readonly venueMs: number;
}

export interface PositionTransition {
  /** Absent when there was no position. */
  readonly before?: PositionStructure | undefined;
  /** Absent when there is none any more. */
  readonly after?: PositionStructure | undefined;
  /** The venue's clock of the reading that showed it; an execution's own time comes first. */
  readonly venueMs: number;
}

/** The position goes from `from` to `to`; short is negative. */
interface Step {
  readonly from: Big;
  readonly to: Big;
  readonly clientOrderId?: string | undefined;
  readonly external?: boolean | undefined;
  readonly cause?: ExecutionCause | undefined;
  readonly price?: Decimal | undefined;
  readonly realisedPnl?: Decimal | undefined;
  /** Price of the newest step that entered, as far as the executions show one. */
  readonly enteredAt?: Decimal | undefined;
  readonly venueMs: number;
}

/** What an event says of its position besides the change. */
type Named = Pick<PositionStructure, 'id' | 'instrumentId' | 'entryPrice'>;

/** Digits behind the point of an average of several fills. */
const averagePriceDigits = 12;
const zero = new Big(0);

function signed(position: PositionStructure | undefined): Big {
  if (!position) return zero;
  return position.side === 'long' ? new Big(position.quantity) : new Big(position.quantity).neg();
}

function signedExecution(execution: PositionExecution): Big {
  return execution.side === 'buy' ? new Big(execution.quantity) : new Big(execution.quantity).neg();
}

/**
 * The executions, oldest first, that carry a position from `before` to `after`; `undefined` when those known do not add
 * up to the change yet. Executions beyond the change are left for the next one; those before it are passed over, for
 * they belong to a change that was told of without them. A position that ends with the quantity that it had, at another
 * entry, was left and entered again.
 */
export function explainTransition(
  transition: Pick<PositionTransition, 'before' | 'after'>,
  executions: readonly PositionExecution[],
): readonly PositionExecution[] | undefined {
  const { before, after } = transition;
  const start = signed(before);
  const target = signed(after);
  if (start.eq(target) && before?.entryPrice === after?.entryPrice) return [];
  for (let first = 0; first < executions.length; first += 1) {
    let quantity = start;
    for (let last = first; last < executions.length; last += 1) {
      const execution = executions[last];
      if (execution) quantity = quantity.plus(signedExecution(execution));
      if (quantity.eq(target)) return executions.slice(first, last + 1);
    }
  }
  return undefined;
}

/** The longest run of executions, from the oldest on, that leaves a position as it was; empty when there is none. */
export function findRoundTrip<Known extends PositionExecution>(executions: readonly Known[]): readonly Known[] {
  let sum = zero;
  let length = 0;
  for (const [index, execution] of executions.entries()) {
    sum = sum.plus(signedExecution(execution));
    if (sum.eq(0)) length = index + 1;
  }
  return executions.slice(0, length);
}

/**
 * What happened to a position that no reading shows: executions that left it as it was, such as one opened and closed
 * while nobody could look. `standing` is the position before and after them.
 */
export function deriveRoundTrip(
  position: { readonly id: string; readonly instrumentId: string; readonly standing?: PositionStructure | undefined },
  roundTrip: readonly PositionExecution[],
): TradeEvent[] {
  const { id, instrumentId, standing } = position;
  const steps = toSteps(signed(standing), roundTrip);
  const entryPrice = standing?.entryPrice ?? roundTrip[0]?.price;
  if (entryPrice === undefined) return [];
  const venueMs = roundTrip.at(-1)?.venueMs ?? 0;
  const transition = { before: standing, after: standing, venueMs };
  return steps.map((step) => toEvent(step, transition, { id, instrumentId, entryPrice }));
}

/**
 * What happened to one position between two structures. The quantities of the events add up exactly to the difference,
 * whatever is known of the causes: executions that explain it whole give one event per order with price and result;
 * without them one event states the net change, and nobody knows who made it.
 */
export function deriveTradeEvents(
  transition: PositionTransition,
  executions: readonly PositionExecution[] = [],
): TradeEvent[] {
  const { before, after } = transition;
  const named = after ?? before;
  if (!named) return [];
  const explained = explainTransition(transition, executions);
  const net: Step = { from: signed(before), to: signed(after), venueMs: transition.venueMs };
  const steps = explained ? toSteps(net.from, explained) : net.from.eq(net.to) ? [] : [net];
  const events = steps.map((step) => toEvent(step, transition, named));
  if (before && after && before.side === after.side && protectionDiffers(before, after)) {
    events.push({
      type: 'protection-changed',
      positionId: after.id,
      instrumentId: after.instrumentId,
      side: after.side,
      quantityAfter: after.quantity,
      entryPrice: after.entryPrice,
      venueMs: transition.venueMs,
    });
  }
  return events;
}

function protectionDiffers(a: PositionStructure, b: PositionStructure): boolean {
  return a.stopLoss !== b.stopLoss || a.takeProfit !== b.takeProfit || a.trailingStop !== b.trailingStop;
}

/** Executions of one order that follow one another are one step. */
function toSteps(start: Big, executions: readonly PositionExecution[]): Step[] {
  const groups: PositionExecution[][] = [];
  for (const execution of executions) {
    const last = groups.at(-1);
    if (last?.[0] && belongTogether(last[0], execution)) last.push(execution);
    else groups.push([execution]);
  }
  let from = start;
  let enteredAt: Decimal | undefined;
  return groups.map((group) => {
    const step = toStep(from, group);
    if (step.to.abs().gt(from.abs()) || step.to.times(from).lt(0)) enteredAt = step.price;
    from = step.to;
    return { ...step, enteredAt };
  });
}

function belongTogether(a: PositionExecution, b: PositionExecution): boolean {
  return a.venueOrderId === b.venueOrderId && a.side === b.side && a.cause === b.cause;
}

function toStep(from: Big, group: readonly PositionExecution[]): Step {
  const sum = (value: (execution: PositionExecution) => Big) =>
    group.reduce((total, execution) => total.plus(value(execution)), zero);
  const quantity = sum((execution) => new Big(execution.quantity));
  const notional = sum((execution) => new Big(execution.quantity).times(execution.price));
  const results = group.filter((execution) => execution.realisedPnl !== undefined);
  const [first] = group;
  return {
    from,
    to: from.plus(sum(signedExecution)),
    clientOrderId: first?.clientOrderId,
    external: first?.external,
    cause: first?.cause,
    price: toDecimal(notional.div(quantity).round(averagePriceDigits)),
    realisedPnl:
      results.length === 0 ? undefined : toDecimal(sum((execution) => new Big(execution.realisedPnl ?? '0'))),
    venueMs: group.at(-1)?.venueMs ?? 0,
  };
}

function toEvent(step: Step, transition: PositionTransition, named: Named): TradeEvent {
  const grows = step.to.abs().gt(step.from.abs());
  const crosses = step.from.times(step.to).lt(0);
  const side = (step.to.eq(0) ? step.from : step.to).gt(0) ? 'long' : 'short';
  return {
    type: eventType(step, { grows, crosses }),
    positionId: named.id,
    instrumentId: named.instrumentId,
    side,
    quantityChange: toDecimal(step.to.minus(step.from).abs()),
    ...(step.to.eq(0) ? {} : { quantityAfter: toDecimal(step.to.abs()) }),
    entryPrice: entryPriceOf(step, side, transition, grows || crosses) ?? named.entryPrice,
    ...(step.price === undefined ? {} : { price: step.price }),
    ...(step.realisedPnl === undefined ? {} : { realisedPnl: step.realisedPnl }),
    ...(step.clientOrderId === undefined ? {} : { clientOrderId: step.clientOrderId }),
    ...(step.external === undefined ? {} : { external: step.external }),
    venueMs: step.venueMs,
  };
}

/** What grew has the entry of the structure after it, what shrank of the one before; between the two, the own price. */
function entryPriceOf(step: Step, side: PositionSide, transition: PositionTransition, entered: boolean) {
  const { before, after } = transition;
  const candidates = entered ? [after, before] : [before, after];
  return candidates.find((structure) => structure?.side === side)?.entryPrice ?? step.enteredAt ?? step.price;
}

function eventType(step: Step, way: { readonly grows: boolean; readonly crosses: boolean }): TradeEventType {
  if (step.from.eq(0)) return 'position-opened';
  if (way.crosses) return 'position-reversed';
  if (way.grows) return 'position-increased';
  if (step.cause === 'liquidation') return 'liquidated';
  if (step.cause === 'take-profit') return 'target-hit';
  if (step.cause === 'stop-loss' || step.cause === 'trailing-stop') return 'stop-hit';
  return step.to.eq(0) ? 'position-closed' : 'position-reduced';
}
