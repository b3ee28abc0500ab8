import { admit } from './admission.ts';
import type { EngineCore } from './engine-core.ts';
import { onlyReduces } from './engine-core.ts';
import type { EngineMarket } from './engine-market.ts';
import { carryOut } from './matcher.ts';
import type { AmendRequest, EngineOrder, OrderTrigger } from './order-types.ts';
import { isProtection } from './protection.ts';
import { readTicks, reject } from './rejection.ts';
import { checkLimitPrice, checkNotional, checkTriggerAhead, readLots } from './request-check.ts';

/** Changes an open order. A new price or a larger quantity costs its place in the queue; a smaller one does not. */
export function amendOrder(core: EngineCore, market: EngineMarket, order: EngineOrder, request: AmendRequest): void {
  if (isProtection(order)) {
    reject('not-supported', 'Protection is changed at its position, not as an order.');
  }
  const lots = request.quantity === undefined ? order.lots : readLots(market, request.quantity);
  if (lots <= order.filledLots) {
    reject(
      'invalid-request',
      `${market.scale.quantity(order.filledLots)} is filled already; the quantity must be above that.`,
    );
  }
  const limitTicks = amendedLimit(market, order, request);
  const trigger = amendedTrigger(market, order, request);
  const isSame = lots === order.lots && limitTicks === order.limitTicks && trigger === order.trigger;
  if (isSame) reject('not-modified', 'The order has these values already.');
  if (!onlyReduces(order)) checkNotional(market, lots, limitTicks ?? trigger?.ticks);

  const patch = { lots, ...(limitTicks !== undefined && { limitTicks }), ...(trigger && { trigger }) };
  const keepsPlace = limitTicks === order.limitTicks && lots <= order.lots;
  if (order.status === 'untriggered' || keepsPlace) {
    core.emit({ type: 'order-amended', order: core.changed(order, patch) });
    return;
  }
  const moved = { ...core.changed(order, patch), priority: core.state.seq + 1 };
  const admitted = admit(core, moved);
  market.book[order.side].remove(order.orderId);
  core.emit({ type: 'order-amended', order: admitted });
  carryOut(core, market, order.orderId);
}

function amendedLimit(market: EngineMarket, order: EngineOrder, request: AmendRequest): number | undefined {
  if (request.limitPrice === undefined) return order.limitTicks;
  if (order.limitTicks === undefined) reject('invalid-request', `A ${order.type} order has no limit price.`);
  const ticks = readTicks(market, request.limitPrice, 'Limit price');
  if (order.status !== 'untriggered') checkLimitPrice(market, order.side, ticks);
  return ticks;
}

function amendedTrigger(market: EngineMarket, order: EngineOrder, request: AmendRequest): OrderTrigger | undefined {
  if (request.triggerPrice === undefined && request.trailingDistance === undefined) return order.trigger;
  if (order.status !== 'untriggered' || !order.trigger) {
    reject('invalid-request', 'The order waits for no trigger.');
  }
  const { trailing } = order.trigger;
  if ((trailing !== undefined) !== (request.trailingDistance !== undefined)) {
    reject('invalid-request', 'A trailing stop is amended by its distance, any other trigger by its price.');
  }
  const trigger: OrderTrigger = trailing
    ? widened(order.trigger, trailing, readTicks(market, request.trailingDistance ?? '', 'Trailing distance'))
    : { ...order.trigger, ticks: readTicks(market, request.triggerPrice ?? '', 'Trigger price') };
  checkTriggerAhead(market, trigger);
  return trigger;
}

function widened(
  trigger: OrderTrigger,
  trailing: NonNullable<OrderTrigger['trailing']>,
  distanceTicks: number,
): OrderTrigger {
  const best = trailing.bestTicks;
  const ticks =
    best === undefined
      ? undefined
      : trigger.direction === 'fall'
        ? Math.max(1, best - distanceTicks)
        : best + distanceTicks;
  return { ...trigger, ...(ticks !== undefined && { ticks }), trailing: { ...trailing, distanceTicks } };
}
