import { freeMargin, withdrawable } from '../margin/account-margin.ts';
import { readMargin, type ProspectiveOrder } from './margin-reading.ts';
import { acceptsPrice } from './book.ts';
import { onlyReduces, openLots, reducibleLots, type EngineCore } from './engine-core.ts';
import { bandTicks, type EngineMarket } from './engine-market.ts';
import { formatMoney } from '../margin/money.ts';
import type { EngineOrder } from './order-types.ts';
import { reject } from './rejection.ts';

/** What an order would get from the book as it stands; orders of its own account are no liquidity to it. */
interface Estimate {
  readonly lots: number;
  readonly bestTicks?: number;
  readonly worstTicks?: number;
}

function estimateTake(core: EngineCore, market: EngineMarket, order: EngineOrder): Estimate {
  const wanted = openLots(order);
  const band = bandTicks(market, order.side);
  const resting = new RestingLiquidity(core, order);
  let lots = 0;
  let bestTicks: number | undefined;
  let worstTicks: number | undefined;
  for (const offer of market.book.against(order.side).offers()) {
    if (lots >= wanted) break;
    if (!acceptsPrice(order.side, order.limitTicks, offer.ticks) || !acceptsPrice(order.side, band, offer.ticks)) break;
    const left = wanted - lots;
    const taken = offer.kind === 'outside' ? Math.min(left, offer.lots) : resting.take(offer.orderId, left);
    if (taken === 0) continue;
    lots += taken;
    bestTicks ??= offer.ticks;
    worstTicks = offer.ticks;
  }
  return { lots, ...(bestTicks !== undefined && { bestTicks }), ...(worstTicks !== undefined && { worstTicks }) };
}

/** Tells how much of a resting order a taker can count on, asked in the order in which they would be met. */
class RestingLiquidity {
  readonly #core: EngineCore;
  readonly #taker: EngineOrder;
  /** What is left to close of a position that earlier orders of the same owner are closing. */
  readonly #reducible = new Map<string, number>();

  constructor(core: EngineCore, taker: EngineOrder) {
    this.#core = core;
    this.#taker = taker;
  }

  take(orderId: number, wanted: number): number {
    const order = this.#core.requireOpen(orderId);
    if (order.accountId === this.#taker.accountId) return 0;
    const key = `${order.accountId} ${order.slot}`;
    const position = this.#core.position(this.#core.account(order.accountId), order);
    const reducible = this.#reducible.get(key) ?? reducibleLots(position, order.side);
    const lots = Math.min(wanted, openLots(order), onlyReduces(order) ? reducible : Number.POSITIVE_INFINITY);
    this.#reducible.set(key, Math.max(0, reducible - lots));
    return lots;
  }
}

/**
 * Decides whether a pending order may go to the book, and returns it with the quantity it may have: a reduce-only order
 * shrinks to the position. Rejects what cannot be carried out or paid.
 */
export function admit(core: EngineCore, order: EngineOrder): EngineOrder {
  const market = core.market(order.instrumentId);
  const capped = capToPosition(core, order);
  const estimate = estimateTake(core, market, capped);
  if (capped.timeInForce === 'post-only') {
    const best = market.book.against(capped.side).best();
    if (best && acceptsPrice(capped.side, capped.limitTicks, best.ticks)) {
      reject(
        'post-only-would-take',
        `A post-only order at ${market.scale.price(capped.limitTicks ?? 0)} would trade at once.`,
      );
    }
  }
  if (capped.timeInForce === 'FOK' && estimate.lots < openLots(capped)) {
    reject(
      'fok-unfillable',
      `The book fills ${market.scale.quantity(estimate.lots)} of the ${market.scale.quantity(openLots(capped))} asked for.`,
    );
  }
  if (capped.limitTicks === undefined && estimate.lots === 0) {
    reject('no-liquidity', `Nobody trades ${market.id} within the price band now.`);
  }
  checkFunds(core, market, capped, estimate);
  return capped;
}

function capToPosition(core: EngineCore, order: EngineOrder): EngineOrder {
  if (!onlyReduces(order)) return order;
  const reducible = reducibleLots(core.position(core.account(order.accountId), order), order.side);
  if (reducible === 0) {
    reject('reduce-only-would-increase', `There is no position in ${order.instrumentId} that this order would reduce.`);
  }
  return openLots(order) > reducible ? { ...order, lots: order.filledLots + reducible } : order;
}

function checkFunds(core: EngineCore, market: EngineMarket, order: EngineOrder, estimate: Estimate): void {
  if (onlyReduces(order) || isExit(core, order)) return;
  const worst = order.limitTicks ?? estimate.worstTicks ?? 0;
  const prospective: ProspectiveOrder = {
    market,
    side: order.side,
    slot: order.slot,
    lots: order.limitTicks === undefined ? estimate.lots : openLots(order),
    ticks: order.side === 'sell' ? Math.max(worst, estimate.bestTicks ?? 0) : worst,
    onlyReduces: false,
  };
  if (market.spec.kind === 'spot') checkBalance(core, order, prospective);
  else checkMargin(core, order, prospective);
}

/** True for an order that closes at once or not at all: never refused, whatever other orders hold of the margin. */
function isExit(core: EngineCore, order: EngineOrder): boolean {
  const rests = order.timeInForce === 'GTC' || order.timeInForce === 'post-only';
  const position = core.position(core.account(order.accountId), order);
  return !rests && openLots(order) <= reducibleLots(position, order.side);
}

function checkBalance(core: EngineCore, order: EngineOrder, prospective: ProspectiveOrder): void {
  const { scale, spec } = prospective.market;
  const currency = order.side === 'buy' ? spec.quote : spec.base;
  const needed =
    order.side === 'buy' ? scale.value(prospective.ticks, prospective.lots) : scale.baseAmount(prospective.lots);
  const free = withdrawable(
    readMargin(core, core.account(order.accountId), currency, { withoutOrderId: order.orderId }),
  );
  if (needed > free) {
    reject('insufficient-balance', `${formatMoney(needed)} ${currency} needed, ${formatMoney(free)} free.`);
  }
}

/** Only what makes the account need more margin has to be covered. */
function checkMargin(core: EngineCore, order: EngineOrder, prospective: ProspectiveOrder): void {
  const account = core.account(order.accountId);
  const currency = prospective.market.spec.settle;
  const without = readMargin(core, account, currency, { withoutOrderId: order.orderId });
  const after = readMargin(core, account, currency, { withoutOrderId: order.orderId, with: prospective });
  if (after.orderMargin > without.orderMargin && freeMargin(after) < 0n) {
    const needed = formatMoney(after.orderMargin - without.orderMargin);
    reject('insufficient-margin', `${needed} ${currency} margin needed, ${formatMoney(freeMargin(without))} free.`);
  }
}
