import { decimalPlaces, type Decimal } from '@tapedeck/core/decimal-arithmetic';
import type { OrderDocument } from '@tapedeck/core/documents/trading-documents';
import type { OrderStatus } from '@tapedeck/core/model/order';
import { defaultTimeInForce } from '@tapedeck/core/orders/order-fields';
import { sideNames, timeInForceNames, typeNames } from '@/components/ticket/order-words.ts';
import type { Tone } from '@/components/ui/badge.tsx';
import { instrumentName } from '@/format/names.ts';
import { formatDecimal } from '@/format/numbers.ts';

export const statusWords: Record<OrderStatus, { readonly text: string; readonly tone: Tone }> = {
  pending: { text: 'Sending', tone: 'info' },
  untriggered: { text: 'Waits for trigger', tone: 'info' },
  working: { text: 'At broker', tone: 'info' },
  'partly-filled': { text: 'Partly filled', tone: 'accent' },
  filled: { text: 'Filled', tone: 'up' },
  cancelled: { text: 'Cancelled', tone: 'neutral' },
  rejected: { text: 'Rejected', tone: 'down' },
  expired: { text: 'Expired', tone: 'warning' },
  unknown: { text: '? Unknown', tone: 'warning' },
};

/** What an unknown order means for the money, and what happens about it. */
export const unknownMeaning =
  'The venue has not answered: this order may or may not work. It is being looked up; until then the instrument takes no new entries. Do not send it again.';

/** In the decimals of a tick or step size; in its own while that is not known. */
export function formatAt(value: Decimal | undefined, increment: Decimal | undefined): string {
  return formatDecimal(value, decimalPlaces(increment ?? value ?? '0'));
}

/** Type with what sets it apart: `Limit, post-only, reduce-only`. */
export function sayType({ type, timeInForce, reduceOnly }: OrderDocument): string {
  const parts = [
    typeNames[type],
    timeInForce !== defaultTimeInForce(type) && timeInForceNames[timeInForce].toLowerCase(),
    reduceOnly && 'reduce-only',
  ];
  return parts.filter(Boolean).join(', ');
}

/** An order by name: `Buy BTC/USDT`. */
export function nameOrder({ side, instrumentId }: Pick<OrderDocument, 'side' | 'instrumentId'>): string {
  return `${sideNames[side]} ${instrumentName(instrumentId).pair}`;
}

/** Who had it made; an order from elsewhere has nobody here. */
export function makerName(order: Pick<OrderDocument, 'external' | 'actor'>): string {
  return order.actor?.name ?? (order.external ? 'Made elsewhere' : 'Worker');
}

/** Why an order failed, in one sentence, with the venue's own words where it gave some. */
export function failureOf({ status, reason, filledQuantity }: OrderDocument): string | undefined {
  if (status === 'unknown') return unknownMeaning;
  if (status !== 'rejected' && status !== 'expired' && status !== 'cancelled') return undefined;
  const bought = filledQuantity === '0' ? 'Nothing of it was filled.' : `${filledQuantity} of it was filled before.`;
  const why = reason?.message.replace(/\.?$/, '.');
  const what = {
    rejected: why ?? 'The venue refused it and gave no reason.',
    expired: why ?? 'It could not be filled at once, as its time in force asks, or its time ran out.',
    cancelled: why ?? 'It was cancelled.',
  }[status];
  return /nothing (?:was|of it)/i.test(what) ? what : `${what} ${bought}`;
}

/** A reason's code as words: `insufficient-margin` is `Insufficient margin`. */
export function sayCode(code: string): string {
  const words = code.replace(/[-_]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function orderKey({ accountId, clientOrderId }: Pick<OrderDocument, 'accountId' | 'clientOrderId'>): string {
  return `${accountId}/${clientOrderId}`;
}
