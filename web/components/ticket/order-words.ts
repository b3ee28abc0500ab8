import type { OrderSide, OrderType, TimeInForce } from '@tapedeck/core/model/order';
import { defaultTimeInForce } from '@tapedeck/core/orders/order-fields';
import type { OrderIntent, RequestedQuantity } from '@tapedeck/core/orders/order-intent';
import { instrumentName } from '@/format/names.ts';

export const sideNames: Record<OrderSide, string> = { buy: 'Buy', sell: 'Sell' };

export const typeNames: Record<OrderType, string> = {
  market: 'Market',
  limit: 'Limit',
  stop: 'Stop',
  'stop-limit': 'Stop-limit',
  'take-profit': 'Take-profit',
  'trailing-stop': 'Trailing stop',
};

export const timeInForceNames: Record<TimeInForce, string> = {
  GTC: 'Good till cancelled',
  IOC: 'Immediate or cancel',
  FOK: 'Fill or kill',
  'post-only': 'Post-only',
};

export function sayQuantity({ unit, value }: RequestedQuantity, instrumentId: string): string {
  const [base = '', quote = ''] = instrumentId.split('-');
  if (unit === 'base') return `${value} ${base}`;
  return unit === 'quote' ? `${value} ${quote} worth of ${base}` : `${value}% of free margin in ${base}`;
}

/** An order in one line: `Buy 0.5 BTC, BTC/USDT Perp, limit 49000, post-only`. */
export function sayOrder(intent: OrderIntent): string {
  const { pair, kind } = instrumentName(intent.instrumentId);
  const { type, timeInForce = defaultTimeInForce(type) } = intent;
  const parts = [
    `${sideNames[intent.side]} ${sayQuantity(intent.quantity, intent.instrumentId)}`,
    `${pair} ${kind}`.trim(),
    [typeNames[type].toLowerCase(), intent.limitPrice].filter(Boolean).join(' '),
    intent.triggerPrice && `trigger ${intent.triggerPrice}`,
    intent.trailingDistance && `${intent.trailingDistance} behind`,
    timeInForce !== defaultTimeInForce(type) && timeInForceNames[timeInForce].toLowerCase(),
    intent.reduceOnly === true && 'reduce-only',
    intent.stopLoss && `stop ${intent.stopLoss}`,
    intent.takeProfit && `target ${intent.takeProfit}`,
  ];
  return parts.filter(Boolean).join(', ');
}
