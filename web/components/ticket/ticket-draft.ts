import type { OrderSide, OrderType, TimeInForce } from '@tapedeck/core/model/order';
import { orderFields } from '@tapedeck/core/orders/order-fields';
import type { OrderIntent, QuantityUnit } from '@tapedeck/core/orders/order-intent';
import type { DeniedField } from '@tapedeck/core/risk/denial';
import { parseAmount } from './amount.ts';

/** The ticket as it stands; amounts are the texts of their fields. */
export interface TicketDraft {
  readonly accountId: string | undefined;
  readonly instrumentId: string | undefined;
  readonly side: OrderSide;
  readonly type: OrderType;
  readonly quantity: string;
  readonly unit: QuantityUnit;
  readonly limitPrice: string;
  readonly triggerPrice: string;
  readonly trailingDistance: string;
  readonly triggerBy: 'last' | 'mark';
  /** The type's default when absent. */
  readonly timeInForce: TimeInForce | undefined;
  readonly reduceOnly: boolean;
  readonly stopLoss: string;
  readonly takeProfit: string;
}

export const emptyDraft: TicketDraft = {
  accountId: undefined,
  instrumentId: undefined,
  side: 'buy',
  type: 'limit',
  quantity: '',
  unit: 'base',
  limitPrice: '',
  triggerPrice: '',
  trailingDistance: '',
  triggerBy: 'last',
  timeInForce: undefined,
  reduceOnly: false,
  stopLoss: '',
  takeProfit: '',
};

export type TicketField = DeniedField | 'accountId';

const amountFields = ['quantity', 'limitPrice', 'triggerPrice', 'trailingDistance', 'stopLoss', 'takeProfit'] as const;
type AmountField = (typeof amountFields)[number];

/** Whether the ticket shows a field, and whether it must be filled. */
export function needOf(draft: TicketDraft, field: AmountField): 'required' | 'optional' | 'none' {
  if (field === 'quantity') return 'required';
  if (field === 'stopLoss' || field === 'takeProfit') return mayProtect(draft) ? 'optional' : 'none';
  return orderFields[draft.type][field];
}

export function isSpot(draft: Pick<TicketDraft, 'instrumentId'>): boolean {
  return draft.instrumentId?.endsWith('-SPOT') === true;
}

export function mayProtect(draft: TicketDraft): boolean {
  return !draft.reduceOnly && !isSpot(draft);
}

export interface DraftReading {
  /** What the ticket comes to; absent while something is missing or cannot be read. */
  readonly intent?: OrderIntent;
  /** What is wrong, told at once. */
  readonly problems: Partial<Record<TicketField, string>>;
  /** What is not filled in yet, told when the person wants to go on. */
  readonly missing: Partial<Record<TicketField, string>>;
}

const missingSentences: Record<TicketField, string> = {
  accountId: 'Choose the account that trades.',
  instrumentId: 'Choose what to trade.',
  quantity: 'Say how much.',
  limitPrice: 'Say the worst price you take.',
  triggerPrice: 'Say at which price it is sent.',
  trailingDistance: 'Say how far behind the price it follows.',
  stopLoss: '',
  takeProfit: '',
};

export interface DraftBasis {
  /** Whether long and short stand side by side on the account. */
  readonly isHedge: boolean;
  /** The price in sight. */
  readonly referencePrice?: string | undefined;
}

/** Reads the fields that the order type has; what others hold from an earlier type is left alone. */
export function readDraft(draft: TicketDraft, basis: DraftBasis): DraftReading {
  const problems: Partial<Record<TicketField, string>> = {};
  const missing: Partial<Record<TicketField, string>> = {};
  const amounts: Partial<Record<AmountField, string>> = {};
  for (const field of amountFields) {
    const need = needOf(draft, field);
    const amount = need === 'none' ? undefined : parseAmount(draft[field]);
    if (amount && 'problem' in amount) problems[field] = amount.problem;
    else if (amount) amounts[field] = amount.value;
    else if (need === 'required') missing[field] = missingSentences[field];
  }
  const { accountId, instrumentId } = draft;
  if (accountId === undefined) missing.accountId = missingSentences.accountId;
  if (instrumentId === undefined) missing.instrumentId = missingSentences.instrumentId;
  const unitProblem = unitProblemOf(draft, amounts.quantity);
  if (unitProblem !== undefined) problems.quantity ??= unitProblem;
  const { quantity, ...prices } = amounts;
  const isReady = Object.keys({ ...problems, ...missing }).length === 0;
  if (!isReady || accountId === undefined || instrumentId === undefined || quantity === undefined) {
    return { problems, missing };
  }
  const { side, type, unit, timeInForce } = draft;
  const mayReduce = draft.reduceOnly && !isSpot(draft);
  const intent: OrderIntent = {
    accountId,
    instrumentId,
    side,
    type,
    quantity: { unit, value: quantity },
    ...prices,
    ...(prices.triggerPrice !== undefined && draft.triggerBy === 'mark' && { triggerBy: 'mark' }),
    ...(timeInForce !== undefined && orderFields[type].timesInForce.includes(timeInForce) && { timeInForce }),
    ...(mayReduce && { reduceOnly: true }),
    ...(basis.isHedge && !isSpot(draft) && { slot: slotOf(side, mayReduce) }),
    ...(basis.referencePrice !== undefined && { referencePrice: basis.referencePrice }),
  };
  return { intent, problems, missing };
}

/** In hedge mode a buy opens the long side or closes the short one. */
function slotOf(side: OrderSide, reduceOnly: boolean): 'long' | 'short' {
  return (side === 'buy') !== reduceOnly ? 'long' : 'short';
}

function unitProblemOf({ unit, reduceOnly }: TicketDraft, quantity: string | undefined): string | undefined {
  if (unit !== 'free-margin-percent') return undefined;
  if (reduceOnly) return 'An order that only reduces uses no free margin. Say how much in another unit.';
  return quantity !== undefined && Number(quantity) > 100 ? 'It can be 100 percent at most.' : undefined;
}
