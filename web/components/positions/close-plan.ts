import { Big } from 'big.js';
import { toAppError } from '@tapedeck/core/app-error';
import { toDecimal, type Decimal } from '@tapedeck/core/decimal-arithmetic';
import type { InstrumentTerms } from '@tapedeck/core/model/instrument-terms';
import type { Position } from '@tapedeck/core/model/position';
import { toCloseIntent, type PositionPart } from '@tapedeck/core/orders/position-intents';
import { stepProblem } from '@/components/orders/amendment.ts';
import { parseAmount } from '@/components/ticket/amount.ts';

export const closeShares = ['25', '50', '75', '100', 'number'] as const;
export type CloseShare = (typeof closeShares)[number];

export interface CloseForm {
  readonly share: CloseShare;
  /** Base units, while `share` is `number`. */
  readonly quantity: string;
  /** Empty closes at the market. */
  readonly limitPrice: string;
}

/** What closing would do, at the mark price or the limit; amounts in the settle currency. */
export interface ClosePlan {
  /** Absent closes the whole position. */
  readonly part?: PositionPart;
  readonly limitPrice?: Decimal;
  /** In base units. */
  readonly quantity: Decimal;
  readonly isWhole: boolean;
  readonly price?: Decimal;
  readonly value?: Decimal;
  /** Of the closed part, before fees. */
  readonly pnl?: Decimal;
  readonly fee?: Decimal;
}

export interface CloseProblem {
  readonly field: 'quantity' | 'limitPrice';
  readonly problem: string;
}

type Rates = Pick<InstrumentTerms, 'makerFeeRate' | 'takerFeeRate'>;

/** Reads the form of a close, or says what is wrong with it. */
export function planClose(
  position: Position,
  form: CloseForm,
  rates: Partial<Rates> | undefined,
): ClosePlan | CloseProblem {
  const limit = parseAmount(form.limitPrice);
  if (limit && 'problem' in limit) return { field: 'limitPrice', problem: limit.problem };
  const tickProblem = limit && stepProblem(limit.value, position.tickSize);
  if (tickProblem !== undefined) return { field: 'limitPrice', problem: tickProblem };
  const part = readPart(position, form);
  if (part && 'problem' in part) return part;
  try {
    const intent = toCloseIntent(position, { accountId: '', part });
    return estimate(position, { part, limitPrice: limit?.value, quantity: intent.quantity.value }, rates);
  } catch (thrown) {
    return { field: 'quantity', problem: toAppError(thrown).message };
  }
}

function readPart(position: Position, { share, quantity }: CloseForm): PositionPart | CloseProblem | undefined {
  if (share === '100') return undefined;
  if (share !== 'number') return { unit: 'percent', value: share };
  const typed = parseAmount(quantity);
  if (!typed) return { field: 'quantity', problem: 'Say how much to close.' };
  if ('problem' in typed) return { field: 'quantity', problem: typed.problem };
  const whole = new Big(position.quantity).times(position.contractSize);
  if (whole.lt(typed.value)) {
    return { field: 'quantity', problem: `The position is ${toDecimal(whole)}. Close at most that.` };
  }
  const problem = stepProblem(typed.value, toDecimal(new Big(position.stepSize).times(position.contractSize)));
  return problem === undefined ? { unit: 'base', value: typed.value } : { field: 'quantity', problem };
}

function estimate(
  position: Position,
  {
    part,
    limitPrice,
    quantity,
  }: { part: PositionPart | undefined; limitPrice: Decimal | undefined; quantity: Decimal },
  rates: Partial<Rates> | undefined,
): ClosePlan {
  const price = limitPrice ?? position.markPrice;
  const isWhole = new Big(position.quantity).times(position.contractSize).eq(quantity);
  const plan = {
    ...(part && !isWhole && { part }),
    ...(limitPrice !== undefined && { limitPrice }),
    quantity,
    isWhole,
  };
  if (price === undefined) return plan;
  const value = new Big(price).times(quantity);
  const rate = limitPrice === undefined ? rates?.takerFeeRate : rates?.makerFeeRate;
  return {
    ...plan,
    price,
    value: toDecimal(value),
    pnl: pnlAt(position, price, quantity),
    ...(rate !== undefined && { fee: toDecimal(value.times(rate)) }),
  };
}

/** What the position, or a part of it in base units, has earned at a price, before fees. */
export function pnlAt(
  position: Pick<Position, 'side' | 'entryPrice' | 'quantity' | 'contractSize'>,
  price: Decimal,
  quantity: Decimal = toDecimal(new Big(position.quantity).times(position.contractSize)),
): Decimal {
  const gain = new Big(price).minus(position.entryPrice).times(quantity);
  return toDecimal(position.side === 'long' ? gain : gain.neg());
}
