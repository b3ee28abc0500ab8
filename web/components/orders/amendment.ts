import { Big } from 'big.js';
import { toAppError } from '@tapedeck/core/app-error';
import { toDecimal, type Decimal } from '@tapedeck/core/decimal-arithmetic';
import type { OrderDocument } from '@tapedeck/core/documents/trading-documents';
import type { InstrumentTerms } from '@tapedeck/core/model/instrument-terms';
import { orderFields, priceFields } from '@tapedeck/core/orders/order-fields';
import { hasFired, toAmendedIntent } from '@tapedeck/core/orders/position-intents';
import { parseAmount } from '@/components/ticket/amount.ts';

export type AmendField = 'quantity' | (typeof priceFields)[number];

export type AmendForm = Readonly<Partial<Record<AmendField, string>>>;

export const amendFieldNames: Record<AmendField, string> = {
  quantity: 'Quantity',
  limitPrice: 'Limit price',
  triggerPrice: 'Trigger price',
  trailingDistance: 'Trailing distance',
};

/** What can be changed of an order: its quantity and the prices that its type has, as long as they count. */
export function amendFieldsOf(order: Pick<OrderDocument, 'type' | 'evidence'>): readonly AmendField[] {
  const { [hasFired(order) ? 'limit' : order.type]: fields } = orderFields;
  return ['quantity', ...priceFields.filter((field) => fields[field] !== 'none')];
}

export function toAmendForm(order: OrderDocument): AmendForm {
  return Object.fromEntries(amendFieldsOf(order).map((field) => [field, order[field] ?? '']));
}

export interface Amendment {
  /** Only what differs from the order as it stands. */
  readonly changes: Readonly<Partial<Record<AmendField, Decimal>>>;
  readonly problems: Readonly<Partial<Record<AmendField, string>>>;
}

/** What a form changes of an order; `terms` are unknown until the venue's list has arrived, and are then not checked. */
export function readAmendment(
  order: OrderDocument,
  form: AmendForm,
  terms: Pick<InstrumentTerms, 'tickSize' | 'stepSize' | 'contractSize'> | undefined,
): Amendment {
  const changes: Partial<Record<AmendField, Decimal>> = {};
  const problems: Partial<Record<AmendField, string>> = {};
  for (const field of amendFieldsOf(order)) {
    const amount = parseAmount(form[field] ?? '');
    if (!amount) {
      if (order[field] !== undefined) problems[field] = 'It cannot be left empty.';
    } else if ('problem' in amount) {
      problems[field] = amount.problem;
    } else if (amount.value !== order[field]) {
      const problem = stepProblem(amount.value, field === 'quantity' ? terms?.stepSize : terms?.tickSize);
      if (problem === undefined) changes[field] = amount.value;
      else problems[field] = problem;
    }
  }
  const leftProblem = changes.quantity === undefined ? undefined : whyNothingIsLeft(order, changes.quantity);
  if (leftProblem !== undefined) problems.quantity = leftProblem;
  return { changes, problems };
}

function whyNothingIsLeft(order: OrderDocument, quantity: Decimal): string | undefined {
  try {
    toAmendedIntent(order, { quantity }, { accountId: order.accountId, instrument: { contractSize: '1' } });
    return undefined;
  } catch (thrown) {
    return toAppError(thrown).message;
  }
}

/** Why a price or quantity is no multiple of its step, with the nearest that is. */
export function stepProblem(value: Decimal, step: Decimal | undefined): string | undefined {
  if (step === undefined || new Big(value).mod(step).eq(0)) return undefined;
  const below = new Big(value).div(step).round(0, Big.roundDown).times(step);
  const nearest = [below, below.plus(step)].filter((found) => found.gt(0)).map(toDecimal);
  return `It moves in steps of ${toDecimal(step)}. Use ${nearest.join(' or ')}.`;
}
