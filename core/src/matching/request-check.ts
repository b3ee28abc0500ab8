import { timesInForce, type TimeInForce } from '../model/order.ts';
import type { EngineCore } from './engine-core.ts';
import { bandTicks, valuationTicks, type EngineMarket } from './engine-market.ts';
import { formatMoney } from '../margin/money.ts';
import type { EngineOrder, EngineOrderType, OrderRequest, OrderTrigger } from './order-types.ts';
import { parseProtection } from './protection-terms.ts';
import { readTicks, reject } from './rejection.ts';
import { followPrice, isTriggeredBy } from './triggers.ts';
import type { AccountState } from './state.ts';

const limitTypes = new Set<EngineOrderType>(['limit', 'stop-limit', 'take-profit-limit']);
const triggerTypes = new Set<EngineOrderType>(['stop', 'stop-limit', 'take-profit', 'take-profit-limit']);

/** Reads a quantity and checks it against the instrument's limits. */
export function readLots(market: EngineMarket, quantity: string): number {
  const lots = market.scale.lots(quantity);
  if (lots === undefined) {
    reject('off-step', `Quantity ${quantity} is no multiple of the step ${market.spec.stepSize} of ${market.id}.`);
  }
  if (lots === 0 || lots < market.minLots) {
    reject('too-small', `Quantity ${quantity} of ${market.id} lies below ${market.scale.quantity(market.minLots)}.`);
  }
  if (lots > market.maxLots) {
    reject('too-large', `Quantity ${quantity} of ${market.id} lies above ${market.scale.quantity(market.maxLots)}.`);
  }
  return lots;
}

export function checkLimitPrice(market: EngineMarket, side: EngineOrder['side'], limitTicks: number): void {
  const band = bandTicks(market, side);
  if (band !== undefined && (side === 'buy' ? limitTicks > band : limitTicks < band)) {
    reject(
      'price-band',
      `Limit price ${market.scale.price(limitTicks)} lies beyond ${market.scale.price(band)}, the worst that ${market.id} allows now.`,
    );
  }
}

export function checkNotional(market: EngineMarket, lots: number, ticks: number | undefined): void {
  if (ticks === undefined) return;
  const value = market.scale.value(ticks, lots);
  if (value < market.minValue) {
    reject(
      'below-min-notional',
      `Order value ${formatMoney(value)} ${market.spec.quote} lies below ${formatMoney(market.minValue)}.`,
    );
  }
}

function readTimeInForce(request: OrderRequest): TimeInForce {
  const timeInForce = request.timeInForce ?? 'GTC';
  if (!timesInForce.includes(timeInForce)) reject('invalid-request', `Time in force "${timeInForce}" is unknown.`);
  if (limitTypes.has(request.type)) return timeInForce;
  if (timeInForce === 'post-only') reject('invalid-request', `A ${request.type} order cannot be post-only.`);
  return timeInForce === 'FOK' ? 'FOK' : 'IOC';
}

function readTrigger(market: EngineMarket, request: OrderRequest): OrderTrigger | undefined {
  const by = request.triggerBy ?? 'last';
  const stops = request.type === 'stop' || request.type === 'stop-limit' || request.type === 'trailing-stop';
  const direction = (request.side === 'buy') === stops ? 'rise' : 'fall';
  const reference = by === 'mark' ? market.book.markTicks : market.book.lastTicks;
  const triggerTicks =
    request.triggerPrice === undefined ? undefined : readTicks(market, request.triggerPrice, 'Trigger price');
  if (request.type === 'trailing-stop') {
    if (request.trailingDistance === undefined) reject('invalid-request', 'A trailing stop needs a distance.');
    const distanceTicks = readTicks(market, request.trailingDistance, 'Trailing distance');
    const trailing = { distanceTicks, ...(triggerTicks !== undefined && { activationTicks: triggerTicks }) };
    return startTrigger({ by, direction, trailing }, reference);
  }
  if (request.trailingDistance !== undefined) reject('invalid-request', 'Only a trailing stop has a distance.');
  if (!triggerTypes.has(request.type)) {
    if (triggerTicks !== undefined) reject('invalid-request', `A ${request.type} order has no trigger price.`);
    return undefined;
  }
  if (triggerTicks === undefined) reject('invalid-request', `A ${request.type} order needs a trigger price.`);
  const trigger = { by, direction, ticks: triggerTicks } as const;
  checkTriggerAhead(market, trigger);
  return trigger;
}

/** A trailing trigger that may start at once does so at the present price. */
export function startTrigger(trigger: OrderTrigger, referenceTicks: number | undefined): OrderTrigger {
  return referenceTicks === undefined ? trigger : followPrice(trigger, referenceTicks);
}

/** Refuses a trigger that the present price would fire at once. */
export function checkTriggerAhead(market: EngineMarket, trigger: OrderTrigger): void {
  const reference = trigger.by === 'mark' ? market.book.markTicks : market.book.lastTicks;
  if (reference !== undefined && trigger.ticks !== undefined && isTriggeredBy(trigger, reference)) {
    reject(
      'trigger-already-passed',
      `The ${trigger.by} price ${market.scale.price(reference)} has passed the trigger ${market.scale.price(trigger.ticks)}.`,
    );
  }
}

function checkSlot(account: AccountState, market: EngineMarket, request: OrderRequest): void {
  const slot = request.slot ?? 'net';
  const hedges = market.spec.kind === 'perpetual' && account.settings.positionMode === 'hedge';
  if (hedges === (slot === 'net')) {
    reject(
      'position-mode-mismatch',
      `Slot ${slot} does not fit ${market.id}: the account is in ${account.settings.positionMode} mode.`,
    );
  }
  if (market.spec.kind === 'spot' && (request.reduceOnly || request.closeOnTrigger || request.protection)) {
    reject('not-supported', 'A spot order cannot be reduce-only, close on a trigger or carry protection.');
  }
}

function checkClientOrderId(account: AccountState, clientOrderId: string | undefined): void {
  if (clientOrderId === undefined) return;
  if (clientOrderId.length < 1 || clientOrderId.length > 36) {
    reject('invalid-request', `Client order id "${clientOrderId}" has not 1 to 36 characters.`);
  }
  if (account.orderIdsByClientId.has(clientOrderId)) {
    reject('duplicate-client-order-id', `Client order id ${clientOrderId} was used before; nothing was sent twice.`);
  }
}

/** Turns a request into the order it would become, or rejects it. Looks at no margin and no liquidity yet. */
export function draftOrder(core: EngineCore, request: OrderRequest): EngineOrder {
  const account = core.account(request.accountId);
  const market = core.market(request.instrumentId);
  checkClientOrderId(account, request.clientOrderId);
  checkSlot(account, market, request);
  const timeInForce = readTimeInForce(request);
  if (limitTypes.has(request.type) !== (request.limitPrice !== undefined)) {
    reject('invalid-request', `A ${request.type} order ${request.limitPrice ? 'has no' : 'needs a'} limit price.`);
  }
  const lots = readLots(market, request.quantity);
  const limitTicks =
    request.limitPrice === undefined ? undefined : readTicks(market, request.limitPrice, 'Limit price');
  const trigger = readTrigger(market, request);
  const reduceOnly = request.reduceOnly === true || request.closeOnTrigger === true;
  if (limitTicks !== undefined && !trigger) checkLimitPrice(market, request.side, limitTicks);
  if (!reduceOnly) checkNotional(market, lots, limitTicks ?? trigger?.ticks ?? valuationTicks(market));
  if (request.protection) parseProtection(market, request.protection);
  return {
    orderId: core.state.lastOrderId + 1,
    ...(request.clientOrderId !== undefined && { clientOrderId: request.clientOrderId }),
    accountId: request.accountId,
    instrumentId: request.instrumentId,
    side: request.side,
    type: request.type,
    timeInForce,
    status: trigger ? 'untriggered' : 'pending',
    lots,
    filledLots: 0,
    filledValue: 0n,
    ...(limitTicks !== undefined && { limitTicks }),
    ...(trigger && { trigger }),
    triggered: false,
    reduceOnly,
    closeOnTrigger: request.closeOnTrigger === true,
    slot: request.slot ?? 'net',
    role: 'none',
    ...(request.protection && { protection: request.protection }),
    priority: core.state.seq + 1,
    createdAtMs: core.nowMs,
    updatedAtMs: core.nowMs,
  };
}
