import { onlyReduces, reducibleLots, type EngineCore } from './engine-core.ts';
import type { EngineMarket } from './engine-market.ts';
import type { EngineOrder } from './order-types.ts';
import { isProtection, protect } from './protection.ts';
import { parseProtection } from './protection-terms.ts';

/**
 * After a fill: puts on the protection that the order brought, then fits every order that only reduces to what the
 * position has become. `filled` is the order as it was before the fill.
 */
export function upkeepPosition(core: EngineCore, market: EngineMarket, filled: EngineOrder): void {
  if (market.spec.kind === 'spot') return;
  const account = core.account(filled.accountId);
  const position = core.position(account, filled);
  const opens = position && (position.side === 'long') === (filled.side === 'buy');
  if (opens && filled.protection && filled.filledLots === 0) {
    protect(core, position, parseProtection(market, filled.protection));
  }
  for (const order of core.openOrders(account)) {
    if (order.instrumentId === market.id && order.slot === filled.slot && onlyReduces(order)) {
      fitToPosition(core, order, reducibleLots(position, order.side));
    }
  }
}

/** Protection always has the size of the position; other conditional orders are fitted when they fire. */
function fitToPosition(core: EngineCore, order: EngineOrder, reducible: number): void {
  const waits = order.status === 'untriggered';
  if (waits && !isProtection(order)) return;
  if (reducible === 0) {
    core.cancel(order, isProtection(order) ? 'position-closed' : 'reduce-only');
    return;
  }
  const lots = waits ? reducible : Math.min(order.lots, order.filledLots + reducible);
  if (lots !== order.lots) core.emit({ type: 'order-amended', order: core.changed(order, { lots }) });
}
