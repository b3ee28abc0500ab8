import { orderMargin, type OpenQuantity } from '../margin/order-margin.ts';
import { sumPositions, type AccountMargin } from '../margin/account-margin.ts';
import type { PositionFacts } from '../margin/position-margin.ts';
import type { EnginePosition } from './account-types.ts';
import { onlyReduces, openLots, type EngineCore } from './engine-core.ts';
import { valuationTicks, type EngineMarket } from './engine-market.ts';
import type { EngineOrder } from './order-types.ts';
import type { AccountState } from './state.ts';

/** An order that is asked about before it exists; `ticks` is the price it may have to pay. */
export interface ProspectiveOrder {
  readonly market: EngineMarket;
  readonly side: EngineOrder['side'];
  readonly slot: EngineOrder['slot'];
  readonly lots: number;
  readonly ticks: number;
  readonly onlyReduces: boolean;
}

export interface ReadingOptions {
  readonly with?: ProspectiveOrder;
  /** An order that counts as gone: the one that is being changed or carried out. */
  readonly withoutOrderId?: number;
  /** A leverage that is asked about before it is set. */
  readonly leverage?: { readonly instrumentId: string; readonly hundredths: number };
}

export function positionFacts(market: EngineMarket, position: EnginePosition): PositionFacts {
  const ticks = valuationTicks(market);
  return {
    side: position.side,
    cost: position.cost,
    value: ticks === undefined ? position.cost : market.scale.value(ticks, position.lots),
    leverageHundredths: position.leverageHundredths,
    marginMode: position.marginMode,
    isolatedMargin: position.isolatedMargin,
    maintenanceRate: market.maintenanceRate,
    takerRate: market.takerRate,
  };
}

/** Reads everything that an account holds and owes in one currency. */
export function readMargin(
  core: EngineCore,
  account: AccountState,
  currency: string,
  options: ReadingOptions = {},
): AccountMargin {
  const orders = workingOrders(core, account, options);
  const facts: PositionFacts[] = [];
  for (const position of account.positions.values()) {
    const market = core.market(position.instrumentId);
    if (market.spec.settle !== currency) continue;
    const leverage = options.leverage?.instrumentId === market.id ? options.leverage.hundredths : undefined;
    facts.push(
      positionFacts(market, leverage === undefined ? position : { ...position, leverageHundredths: leverage }),
    );
  }
  const held = {
    walletBalance: account.balances.get(currency) ?? 0n,
    spotLocked: orders.reduce((sum, order) => sum + spotLock(order, currency), 0n),
    orderMargin: orders.length === 0 ? 0n : perpetualOrderMargin(core, account, orders, currency, options),
  };
  return sumPositions(held, facts);
}

function workingOrders(core: EngineCore, account: AccountState, options: ReadingOptions): ProspectiveOrder[] {
  const orders: ProspectiveOrder[] = [];
  for (const order of core.openOrders(account)) {
    if (order.status === 'untriggered' || order.limitTicks === undefined) continue;
    if (order.orderId === options.withoutOrderId) continue;
    orders.push({
      market: core.market(order.instrumentId),
      side: order.side,
      slot: order.slot,
      lots: openLots(order),
      ticks: order.limitTicks,
      onlyReduces: onlyReduces(order),
    });
  }
  if (options.with) orders.push(options.with);
  return orders;
}

function spotLock({ market, side, lots, ticks }: ProspectiveOrder, currency: string): bigint {
  if (market.spec.kind !== 'spot') return 0n;
  if (side === 'buy') return market.spec.quote === currency ? market.scale.value(ticks, lots) : 0n;
  return market.spec.base === currency ? market.scale.baseAmount(lots) : 0n;
}

function perpetualOrderMargin(
  core: EngineCore,
  account: AccountState,
  orders: readonly ProspectiveOrder[],
  currency: string,
  options: ReadingOptions,
): bigint {
  const quantities = new Map<EngineMarket, OpenQuantity[]>();
  for (const { market, side, slot, lots, ticks, onlyReduces: reduces } of orders) {
    if (market.spec.kind !== 'perpetual' || market.spec.settle !== currency || reduces) continue;
    const quantity = { side, slot, lots, valueOf: (part: number) => market.scale.value(ticks, part) };
    const sameMarket = quantities.get(market);
    if (sameMarket) sameMarket.push(quantity);
    else quantities.set(market, [quantity]);
  }
  let sum = 0n;
  for (const [market, open] of quantities) {
    const positions = [...account.positions.values()].filter((position) => position.instrumentId === market.id);
    const leverageHundredths =
      options.leverage?.instrumentId === market.id
        ? options.leverage.hundredths
        : core.settings(account, market).leverageHundredths;
    sum += orderMargin(open, positions, { leverageHundredths, takerRate: market.takerRate });
  }
  return sum;
}
