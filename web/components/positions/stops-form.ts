import type { CommandPayload } from '@tapedeck/core/commands/command-types';
import { compareDecimals, type Decimal } from '@tapedeck/core/decimal-arithmetic';
import type { Position } from '@tapedeck/core/model/position';
import { stepProblem } from '@/components/orders/amendment.ts';
import { parseAmount } from '@/components/ticket/amount.ts';

export const stopFields = ['stopLoss', 'takeProfit', 'trailingStop'] as const;
export type StopField = (typeof stopFields)[number];

export const stopNames: Record<StopField, string> = {
  stopLoss: 'Stop loss',
  takeProfit: 'Take profit',
  trailingStop: 'Trailing distance',
};

/** What was typed or dragged; a field without an entry stands as it is stored. */
export type StopEdits = Readonly<Partial<Record<StopField, string>>>;

export type StopChanges = Pick<CommandPayload<'setStops'>, StopField>;

export interface StopsReading {
  /** Only what differs from what is stored; `null` removes. */
  readonly changes: StopChanges;
  readonly problems: Readonly<Partial<Record<StopField, string>>>;
}

export function shownStop(position: Position, edits: StopEdits, field: StopField): string {
  return edits[field] ?? position[field] ?? '';
}

/** What a form changes of a position's stops, and what is wrong with it. */
export function readStops(position: Position, edits: StopEdits): StopsReading {
  const changes: Partial<Record<StopField, Decimal | null>> = {};
  const problems: Partial<Record<StopField, string>> = {};
  for (const field of stopFields) {
    const text = edits[field];
    if (text === undefined) continue;
    const amount = parseAmount(text);
    if (!amount) {
      if (position[field] !== undefined) changes[field] = null;
      continue;
    }
    const problem =
      'problem' in amount
        ? amount.problem
        : (stepProblem(amount.value, position.tickSize) ?? sideProblem(position, field, amount.value));
    if (problem !== undefined) problems[field] = problem;
    else if ('value' in amount && amount.value !== position[field]) changes[field] = amount.value;
  }
  return { changes, problems };
}

/** A stop guards the losing side of the mark price, a target waits on the winning one. */
function sideProblem(
  { side, markPrice }: Pick<Position, 'side' | 'markPrice'>,
  field: StopField,
  value: Decimal,
): string | undefined {
  if (field === 'trailingStop' || markPrice === undefined) return undefined;
  const isBelow = (field === 'stopLoss') === (side === 'long');
  const comparison = compareDecimals(value, markPrice);
  if (isBelow ? comparison < 0 : comparison > 0) return undefined;
  const name = field === 'stopLoss' ? 'The stop' : 'The target';
  return `${name} of a ${side} position stands ${isBelow ? 'below' : 'above'} the mark price, ${markPrice} now. At this price it would close the position at once.`;
}
