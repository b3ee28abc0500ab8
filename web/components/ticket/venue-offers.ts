import { orderTypes, type OrderType, type TimeInForce } from '@tapedeck/core/model/order-kinds';
import { orderFields } from '@tapedeck/core/orders/order-fields';
import type { TradingCapabilities } from '@tapedeck/core/orders/trading-capabilities';
import { timeInForceNames, typeNames } from './order-words.ts';
import type { TicketDraft } from './ticket-draft.ts';

/** What the venue of an account takes; absent until its worker has said so, and then nothing is left out. */
type Offers = TradingCapabilities | undefined;

const ownApp = 'Set it in the exchange’s own app';

/** Why no order of a type goes to the venue, as a sentence; undefined when one does. */
export function typeOffReason(offers: Offers, type: OrderType): string | undefined {
  if (!offers || offers.orders[type]) return undefined;
  const onPosition = type === 'trailing-stop' && offers.trailingStop;
  const instead = onPosition ? 'Set a trailing stop on the open position' : ownApp;
  return `${typeNames[type]} orders are not sent to this exchange. ${instead}.`;
}

/** Names the types that are left out, and what to do instead. */
export function typesOffNote(offers: Offers): string | undefined {
  const off = orderTypes.filter((type) => typeOffReason(offers, type) !== undefined);
  const [only] = off;
  if (only === undefined) return undefined;
  if (off.length === 1) return typeOffReason(offers, only);
  const names = off.map((type) => typeNames[type]);
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)} orders are not sent to this exchange. ${ownApp}.`;
}

export function timeOffReason(offers: Offers, type: OrderType, time: TimeInForce): string | undefined {
  const taken = offers?.orders[type];
  if (!taken || taken.includes(time)) return undefined;
  return `${timeInForceNames[time]} is not sent to this exchange with a ${typeNames[type].toLowerCase()} order.`;
}

export function triggerOffReason(offers: Offers, by: TicketDraft['triggerBy']): string | undefined {
  if (!offers || offers.triggerBy.includes(by)) return undefined;
  return `Triggers at this exchange watch the ${by === 'mark' ? 'last' : 'mark'} price alone.`;
}

/** Why no stop and target go with an order. */
export function protectionOffReason(offers: Offers): string | undefined {
  if (!offers || offers.attachedStops) return undefined;
  const where = offers.positionStops ? 'on the position once it is open' : 'in the exchange’s own app';
  return `Stop and target do not go with an order to this exchange. Set them ${where}.`;
}

/** Why the venue would not take the order as it stands, which another account's may have. */
export function draftOffReason(offers: Offers, draft: TicketDraft): string | undefined {
  const { type, timeInForce, triggerBy } = draft;
  const { timesInForce, triggerPrice } = orderFields[type];
  const typeOff = typeOffReason(offers, type);
  if (typeOff !== undefined) return typeOff;
  if (triggerPrice !== 'none' && triggerOffReason(offers, triggerBy) !== undefined) {
    return triggerOffReason(offers, triggerBy);
  }
  const isNamed = timeInForce !== undefined && timesInForce.includes(timeInForce);
  return isNamed ? timeOffReason(offers, type, timeInForce) : undefined;
}
