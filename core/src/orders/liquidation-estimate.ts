import { Big } from 'big.js';
import { toDecimal, type Decimal } from '../decimal-arithmetic.ts';
import { liquidationTicks } from '../margin/liquidation-price.ts';
import { formatMoney } from '../margin/money.ts';
import { maintenanceMargin, openingMargin, unrealisedPnl } from '../margin/position-margin.ts';
import type { Position } from '../model/position.ts';
import type { EstimateBasis } from './estimate.ts';
import { toLeverageHundredths, toMoney, toRate } from './order-money.ts';
import { entryAfter, type PositionEffect } from './position-effect.ts';
import { valueOf } from './order-price.ts';

interface Filled {
  readonly price: Decimal;
  readonly effect: PositionEffect;
  /** Absent while its rate is unknown. */
  readonly fee?: Big | undefined;
}

/** Liquidation price of the position that a filled order leaves; undefined where there is none or too little is known. */
export function liquidationAfter(basis: EstimateBasis, filled: Filled): Decimal | undefined {
  const { instrument, leverage, position } = basis;
  const { before, after } = filled.effect;
  if (after.eq(0) || instrument.kind === 'spot' || leverage === undefined) return undefined;
  if (instrument.maintenanceMarginRate === undefined || instrument.takerFeeRate === undefined) return undefined;
  const entry = entryAfter(filled.price, filled.effect, position);
  const size = after.abs().times(instrument.contractSize);
  const side = after.gt(0) ? ('long' as const) : ('short' as const);
  const terms = {
    side,
    cost: toMoney(size.times(entry)),
    leverageHundredths: toLeverageHundredths(leverage),
    maintenanceRate: toRate(instrument.maintenanceMarginRate),
    takerRate: toRate(instrument.takerFeeRate),
  };
  const isIsolated = basis.marginMode === 'isolated';
  const backing = isIsolated ? isolatedBacking(basis, filled, before) : crossBacking(basis, filled, terms);
  if (backing === undefined) return undefined;
  const valuePerTick = toMoney(size.times(instrument.tickSize));
  const ticks = liquidationTicks({ ...terms, valuePerTick, backing: toMoney(backing) });
  return ticks === undefined ? undefined : toDecimal(new Big(ticks).times(instrument.tickSize));
}

/** What was set apart for the part that stays, and what the new part sets apart; undefined while unknown. */
function isolatedBacking(
  { instrument, leverage = '1', position }: EstimateBasis,
  { price, effect }: Filled,
  before: Big,
): Big | undefined {
  if (position && position.initialMargin === undefined) return undefined;
  const kept = before.eq(0) ? new Big(0) : before.abs().minus(effect.closed).div(before.abs());
  const opened = openingMargin({
    side: effect.after.gt(0) ? 'long' : 'short',
    value: toMoney(valueOf(instrument, toDecimal(effect.opened), price)),
    leverageHundredths: toLeverageHundredths(leverage),
    takerRate: toRate(instrument.takerFeeRate),
  });
  return new Big(position?.initialMargin ?? '0').times(kept).plus(formatMoney(opened));
}

/** The account's equity without this position, less what its other positions must hold; undefined while unknown. */
function crossBacking(
  basis: EstimateBasis,
  { price, effect, fee }: Filled,
  terms: Parameters<typeof maintenanceOf>[1],
): Big | undefined {
  const { figures, quoteRate, position, quote, instrument } = basis;
  if (figures.equity === undefined || figures.maintenanceMargin === undefined || quoteRate === undefined)
    return undefined;
  const inSettle = (amount: Decimal) => new Big(amount).div(quoteRate);
  const mark = position?.markPrice ?? quote?.markPrice ?? price;
  const own = position && maintenanceOf(basis, terms, { position, mark });
  const others = inSettle(figures.maintenanceMargin).minus(own?.maintenance ?? '0');
  const closedSize = effect.closed.times(instrument.contractSize).times(effect.before.gte(0) ? 1 : -1);
  const realised = position ? closedSize.times(new Big(price).minus(position.entryPrice)) : new Big(0);
  return inSettle(figures.equity)
    .minus(own?.unrealised ?? '0')
    .plus(realised)
    .minus(fee ?? '0')
    .minus(others.gt(0) ? others : 0);
}

function maintenanceOf(
  { instrument }: EstimateBasis,
  terms: { readonly leverageHundredths: number; readonly maintenanceRate: bigint; readonly takerRate: bigint },
  held: { readonly position: Position; readonly mark: Decimal },
): { readonly maintenance: Decimal; readonly unrealised: Decimal } {
  const { position, mark } = held;
  const facts = {
    side: position.side,
    cost: toMoney(valueOf(instrument, position.quantity, position.entryPrice)),
    value: toMoney(valueOf(instrument, position.quantity, mark)),
    marginMode: 'cross' as const,
    isolatedMargin: 0n,
    leverageHundredths: toLeverageHundredths(position.leverage ?? '1'),
    maintenanceRate: terms.maintenanceRate,
    takerRate: terms.takerRate,
  };
  return {
    maintenance: formatMoney(maintenanceMargin(facts)),
    unrealised: position.unrealisedPnl ?? formatMoney(unrealisedPnl(facts)),
  };
}
