import { freeMargin } from '../margin/account-margin.ts';
import type { Decimal } from '../decimal.ts';
import { readMargin } from './margin-reading.ts';
import type { EnginePosition } from './account-types.ts';
import type { EngineCore } from './engine-core.ts';
import type { EngineMarket } from './engine-market.ts';
import { maxMoney, minMoney, multiplyByRate, parseRate } from '../margin/money.ts';

/**
 * Exchanges funding between the holders of a perpetual: position value at the given price times the rate; a positive rate
 * is paid by longs. As on Bybit ("Funding Fee Calculation") the free balance pays first and an isolated position's margin
 * what is missing.
 */
export function exchangeFunding(core: EngineCore, market: EngineMarket, rate: Decimal, ticks: number): void {
  const fundingRate = parseRate(rate);
  for (const accountId of market.holders) {
    const account = core.account(accountId);
    for (const position of account.positions.values()) {
      if (position.instrumentId !== market.id) continue;
      const flow = multiplyByRate(market.scale.value(ticks, position.lots), fundingRate);
      const amount = position.side === 'long' ? -flow : flow;
      core.emit({
        type: 'funding',
        accountId,
        positionId: position.id,
        instrumentId: market.id,
        rate,
        ticks,
        amount,
      });
      const currency = market.spec.settle;
      core.changeBalance({ accountId, kind: 'funding', currency, amount, instrumentId: market.id });
      if (amount < 0n && position.marginMode === 'isolated') drawOnMargin(core, position, currency, -amount);
    }
  }
}

function drawOnMargin(core: EngineCore, position: EnginePosition, currency: string, paid: bigint): void {
  const missing = -freeMargin(readMargin(core, core.account(position.accountId), currency));
  const drawn = minMoney(maxMoney(missing, 0n), minMoney(paid, position.isolatedMargin));
  if (drawn > 0n) {
    core.changePosition({
      ...position,
      isolatedMargin: position.isolatedMargin - drawn,
      updatedAtMs: core.nowMs,
    });
  }
}
