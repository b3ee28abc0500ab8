import { admit } from './admission.ts';
import { onlyReduces, reducibleLots, type EngineCore } from './engine-core.ts';
import type { EngineMarket } from './engine-market.ts';
import { carryOut } from './matcher.ts';
import type { EngineOrder, TriggerSource } from './order-types.ts';
import { RejectionError } from './rejection.ts';
import { followPrice, isTriggeredBy } from './triggers.ts';

/** Lets the conditional orders see one price, oldest first: trailing ones follow it, then those it reaches go off. */
export function firePrice(core: EngineCore, market: EngineMarket, source: TriggerSource, ticks: number): void {
  const watch = market.watches[source];
  if (watch.isQuiet(ticks, (orderId) => core.openOrder(orderId))) return;
  for (const orderId of watch.orderIds()) {
    const order = core.openOrder(orderId);
    if (order?.status !== 'untriggered' || !order.trigger) continue;
    const trigger = followPrice(order.trigger, ticks);
    if (trigger !== order.trigger) {
      core.emit({ type: 'order-trailed', order: core.changed(order, { trigger }) });
    } else if (isTriggeredBy(trigger, ticks)) {
      goOff(core, market, order);
    }
  }
}

/** Shows triggers every last price that was traded and not seen, those that their own executions make included. */
export function fireUnseenPrices(core: EngineCore, market: EngineMarket): void {
  for (let ticks = market.unseenLastTicks.shift(); ticks !== undefined; ticks = market.unseenLastTicks.shift()) {
    firePrice(core, market, 'last', ticks);
  }
}

function goOff(core: EngineCore, market: EngineMarket, order: EngineOrder): void {
  const triggered = core.changed(order, { status: 'pending', triggered: true, priority: core.state.seq + 1 });
  if (onlyReduces(order)) {
    const reducible = reducibleLots(core.position(core.account(order.accountId), order), order.side);
    if (reducible === 0) {
      core.cancel(order, 'reduce-only');
      return;
    }
    const lots = order.closeOnTrigger ? Math.min(order.lots, reducible) : order.lots;
    core.emit({ type: 'order-triggered', order: { ...triggered, lots } });
  } else {
    core.emit({ type: 'order-triggered', order: triggered });
  }
  const pending = core.requireOpen(order.orderId);
  try {
    const admitted = admit(core, pending);
    if (admitted !== pending) core.emit({ type: 'order-amended', order: core.changed(admitted, {}) });
  } catch (error) {
    if (!(error instanceof RejectionError)) throw error;
    core.emit({
      type: 'order-rejected',
      rejection: error.rejection,
      order: core.changed(pending, { status: 'rejected' }),
    });
    return;
  }
  carryOut(core, market, order.orderId);
}
