import { openingMargin } from '../margin/position-margin.ts';
import { toPositionId, type PositionSlot } from '../model/position.ts';
import type { OrderSide } from '../model/order.ts';
import type { EnginePosition, InstrumentSettings } from './account-types.ts';
import type { EngineMarket } from './engine-market.ts';

export interface PositionFill {
  readonly accountId: string;
  readonly side: OrderSide;
  readonly slot: PositionSlot;
  readonly ticks: number;
  readonly lots: number;
  readonly atMs: number;
}

export interface PositionFillResult {
  /** Absent when nothing is left. */
  readonly position?: EnginePosition;
  readonly closedLots: number;
  /** P&L of the closed part; fees left out. */
  readonly realisedPnl: bigint;
}

/**
 * What a fill makes of a position. The cost stands as a total, so that the average entry price is never rounded: a part
 * that closes takes its share of the cost rounded down to the last digit of money and the rest keeps the remainder, which
 * makes the realised P&L of a whole life equal to what was received less what was paid, to the last digit.
 */
export function fillPosition(
  market: EngineMarket,
  settings: InstrumentSettings,
  before: EnginePosition | undefined,
  fill: PositionFill,
): PositionFillResult {
  const side = fill.side === 'buy' ? 'long' : 'short';
  if (!before) return { position: opened(market, settings, fill), closedLots: 0, realisedPnl: 0n };
  if (before.side === side) return { position: increased(market, before, fill), closedLots: 0, realisedPnl: 0n };

  const closedLots = Math.min(before.lots, fill.lots);
  const closes = closedLots === before.lots;
  const releasedCost = closes ? before.cost : share(before.cost, closedLots, before.lots);
  const proceeds = market.scale.value(fill.ticks, closedLots);
  const realisedPnl = before.side === 'long' ? proceeds - releasedCost : releasedCost - proceeds;
  if (!closes) {
    const position = {
      ...before,
      lots: before.lots - closedLots,
      cost: before.cost - releasedCost,
      isolatedMargin: before.isolatedMargin - share(before.isolatedMargin, closedLots, before.lots),
      realisedPnl: before.realisedPnl + realisedPnl,
      updatedAtMs: fill.atMs,
    };
    return { position, closedLots, realisedPnl };
  }
  if (fill.lots === closedLots) return { closedLots, realisedPnl };
  const reversed = opened(market, settings, { ...fill, lots: fill.lots - closedLots });
  return { position: reversed, closedLots, realisedPnl };
}

function share(amount: bigint, part: number, whole: number): bigint {
  return (amount * BigInt(part)) / BigInt(whole);
}

function opened(market: EngineMarket, settings: InstrumentSettings, fill: PositionFill): EnginePosition {
  const empty: EnginePosition = {
    id: toPositionId(market.id, fill.slot),
    accountId: fill.accountId,
    instrumentId: market.id,
    slot: fill.slot,
    side: fill.side === 'buy' ? 'long' : 'short',
    lots: 0,
    cost: 0n,
    ...settings,
    isolatedMargin: 0n,
    realisedPnl: 0n,
    openedAtMs: fill.atMs,
    updatedAtMs: fill.atMs,
  };
  return increased(market, empty, fill);
}

function increased(market: EngineMarket, before: EnginePosition, fill: PositionFill): EnginePosition {
  const value = market.scale.value(fill.ticks, fill.lots);
  const margin =
    before.marginMode === 'isolated'
      ? openingMargin({
          side: before.side,
          value,
          leverageHundredths: before.leverageHundredths,
          takerRate: market.takerRate,
        })
      : 0n;
  return {
    ...before,
    lots: before.lots + fill.lots,
    cost: before.cost + value,
    isolatedMargin: before.isolatedMargin + margin,
    updatedAtMs: fill.atMs,
  };
}
