import type { EnginePosition } from './account-types.ts';
import { oppositeSide } from './book.ts';
import type { EngineCore } from './engine-core.ts';
import type { EngineOrder, OrderTrigger } from './order-types.ts';
import type { ProtectionTerms } from './protection-terms.ts';
import { checkTriggerAhead, startTrigger } from './request-check.ts';

const protectionRoles = ['stop-loss', 'take-profit', 'trailing-stop'] as const;
type ProtectionRole = (typeof protectionRoles)[number];

const orderTypeOf = { 'stop-loss': 'stop', 'take-profit': 'take-profit', 'trailing-stop': 'trailing-stop' } as const;

export function isProtection(order: EngineOrder): boolean {
  return protectionRoles.some((role) => role === order.role);
}

/** The protection orders of a position. */
export function protectionOf(core: EngineCore, position: EnginePosition): EngineOrder[] {
  return core
    .openOrders(core.account(position.accountId))
    .filter(
      (order) => order.instrumentId === position.instrumentId && order.slot === position.slot && isProtection(order),
    );
}

function triggerOf(
  core: EngineCore,
  position: EnginePosition,
  role: ProtectionRole,
  ticks: number,
  terms: ProtectionTerms,
): OrderTrigger {
  const direction = (position.side === 'long') === (role === 'take-profit') ? 'rise' : 'fall';
  if (role !== 'trailing-stop') {
    return { by: role === 'stop-loss' ? terms.stopLossBy : terms.takeProfitBy, direction, ticks };
  }
  const { activationTicks } = terms;
  const trailing = { distanceTicks: ticks, ...(activationTicks !== undefined && { activationTicks }) };
  return startTrigger({ by: 'last', direction, trailing }, core.market(position.instrumentId).book.lastTicks);
}

/** Refuses terms that the present price would fire at once. */
export function checkProtection(core: EngineCore, position: EnginePosition, terms: ProtectionTerms): void {
  for (const role of protectionRoles) {
    const ticks = terms[role];
    if (typeof ticks === 'number' && role !== 'trailing-stop') {
      checkTriggerAhead(core.market(position.instrumentId), triggerOf(core, position, role, ticks, terms));
    }
  }
}

/** Replaces those parts of a position's protection that the terms name. */
export function protect(core: EngineCore, position: EnginePosition, terms: ProtectionTerms): void {
  for (const role of protectionRoles) {
    const ticks = terms[role];
    if (ticks === undefined) continue;
    for (const order of protectionOf(core, position)) {
      if (order.role === role) core.cancel(order, 'protection-changed');
    }
    if (ticks !== null) {
      core.emit({
        type: 'order-accepted',
        order: protectionOrder(core, position, role, triggerOf(core, position, role, ticks, terms)),
      });
    }
  }
}

function protectionOrder(
  core: EngineCore,
  position: EnginePosition,
  role: ProtectionRole,
  trigger: OrderTrigger,
): EngineOrder {
  return {
    ...closingOrder(core, position),
    type: orderTypeOf[role],
    status: 'untriggered',
    trigger,
    role,
  };
}

/** A market order of the engine that closes a whole position. */
export function closingOrder(core: EngineCore, position: EnginePosition): EngineOrder {
  return {
    orderId: core.state.lastOrderId + 1,
    accountId: position.accountId,
    instrumentId: position.instrumentId,
    side: oppositeSide(position.side === 'long' ? 'buy' : 'sell'),
    type: 'market',
    timeInForce: 'IOC',
    status: 'pending',
    lots: position.lots,
    filledLots: 0,
    filledValue: 0n,
    triggered: false,
    reduceOnly: true,
    closeOnTrigger: true,
    slot: position.slot,
    role: 'none',
    priority: core.state.seq + 1,
    createdAtMs: core.nowMs,
    updatedAtMs: core.nowMs,
  };
}
