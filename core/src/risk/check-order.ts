import type { Decimal } from '../decimal-arithmetic.ts';
import type { InstrumentTerms } from '../model/instrument-terms.ts';
import { estimateOrder, type OrderEstimate } from '../orders/estimate.ts';
import type { OrderIntent } from '../orders/order-intent.ts';
import type { Denial } from './denial.ts';
import * as instrument from './instrument-gates.ts';
import * as limit from './limit-gates.ts';
import * as money from './money-gates.ts';
import { draftOrder, type OrderDraft } from './order-draft.ts';
import * as state from './state-gates.ts';
import type { TradingContext } from './trading-context.ts';

interface Gate {
  readonly check: (draft: OrderDraft, context: TradingContext, estimate?: OrderEstimate) => Denial | undefined;
  /** Whether it also stops an order that only makes the exposure smaller; see `docs/decisions/gates.md`. */
  readonly stopsExits: boolean;
}

const always = (check: Gate['check']): Gate => ({ check, stopsExits: true });
const entriesOnly = (check: Gate['check']): Gate => ({ check, stopsExits: false });

/** Every gate, in the order in which denials are shown. */
const gates: readonly Gate[] = [
  always(state.checkTradingMode),
  always(state.checkRole),
  always(instrument.checkKnown),
  always(instrument.checkResolved),
  always(instrument.checkTick('limitPrice')),
  always(instrument.checkTick('triggerPrice')),
  always(instrument.checkTick('trailingDistance')),
  always(instrument.checkTick('stopLoss')),
  always(instrument.checkTick('takeProfit')),
  always(instrument.checkStep),
  always(instrument.checkMinQuantity),
  always(instrument.checkMaxQuantity),
  entriesOnly(instrument.checkTrading),
  entriesOnly(instrument.checkMinNotional),
  entriesOnly(instrument.checkPriceBand),
  entriesOnly(instrument.checkTrigger),
  entriesOnly(instrument.checkProtection('stopLoss')),
  entriesOnly(instrument.checkProtection('takeProfit')),
  entriesOnly(state.checkReconciled),
  entriesOnly(money.checkPriceAge),
  entriesOnly(money.checkAccountAge),
  entriesOnly(money.checkFiguresKnown),
  entriesOnly(limit.checkDailyLoss),
  entriesOnly(limit.checkOrderNotional),
  entriesOnly(limit.checkPositionNotional),
  entriesOnly(limit.checkLeverage),
  entriesOnly(limit.checkOpenOrders),
  entriesOnly(money.checkFunds),
  entriesOnly(state.checkRateBudget),
];

export interface OrderCheck {
  /** One for each gate that would refuse the order; empty when it may be sent. */
  readonly denials: readonly Denial[];
  /** In steps of the instrument; absent when it cannot be worked out. */
  readonly quantity?: Decimal;
  /** True for an order that only makes the exposure smaller. */
  readonly isExit: boolean;
  /** True when the order is worth more than may be sent without a second member. */
  readonly needsApproval: boolean;
  /** Absent without a price or a quantity. */
  readonly estimate?: OrderEstimate;
}

/**
 * Runs every gate on an order, without I/O and cheaply enough for each keystroke: in the ticket for the person to see,
 * in the worker right before sending, where it decides.
 */
export function checkOrder(intent: OrderIntent, context: TradingContext): OrderCheck {
  const draft = draftOrder(intent, context);
  const estimate = context.instrument && estimateDraft(draft, context, context.instrument);
  const denials = gates
    .filter((gate) => gate.stopsExits || !draft.isExit)
    .map((gate) => gate.check(draft, context, estimate))
    .filter((denial) => denial !== undefined);
  const threshold = context.limits.approvalNotional;
  return {
    denials: oncePerCause(denials),
    ...(draft.quantity !== undefined && { quantity: draft.quantity }),
    isExit: draft.isExit,
    needsApproval: !draft.isExit && threshold !== undefined && draft.notional?.gt(threshold) === true,
    ...(estimate && { estimate }),
  };
}

function estimateDraft(
  { intent, quantity }: OrderDraft,
  context: TradingContext,
  terms: InstrumentTerms,
): OrderEstimate | undefined {
  if (quantity === undefined || quantity === '0') return undefined;
  const slot = intent.slot ?? 'net';
  const position = context.positions.find((one) => one.instrumentId === intent.instrumentId && one.slot === slot);
  return estimateOrder(intent, quantity, { ...context, instrument: terms, position });
}

/** An unknown price or figure is told once, though both the quantity and a gate miss it. */
function oncePerCause(denials: readonly Denial[]): readonly Denial[] {
  const seen = new Set<string>();
  return denials.filter(({ code, field }) => {
    const isUnknown = code === 'price-unknown' || code === 'figure-unknown';
    const key = isUnknown ? code : `${code} ${field ?? ''}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
