import { describe, expect, it } from '@jest/globals';
import { formatMoney, parseMoney, parseRate } from './money.ts';
import { crossEquity, freeMargin, sumPositions, toAccountFigures, withdrawable } from './account-margin.ts';
import { liquidationTicks } from './liquidation-price.ts';
import { orderMargin, type OpenQuantity } from './order-margin.ts';
import {
  closingFee,
  initialMargin,
  leveragedMargin,
  maintenanceMargin,
  unrealisedPnl,
  type PositionFacts,
} from './position-margin.ts';

/** Long 0.5 at 50,000 with 10x, marked at 51,000. */
const long: PositionFacts = {
  side: 'long',
  cost: parseMoney('25000'),
  value: parseMoney('25500'),
  leverageHundredths: 1000,
  marginMode: 'cross',
  isolatedMargin: 0n,
  maintenanceRate: parseRate('0.005'),
  takerRate: parseRate('0.00055'),
};
const short: PositionFacts = { ...long, side: 'short' };

describe('the margin of a position', () => {
  it('is its value by leverage plus the fee to close at the bankruptcy price', () => {
    expect(formatMoney(closingFee(long))).toBe('12.375');
    expect(formatMoney(closingFee(short))).toBe('15.125');
    expect(formatMoney(initialMargin(long))).toBe('2562.375');
    expect(formatMoney(maintenanceMargin(long))).toBe('139.875');
    expect(formatMoney(maintenanceMargin(short))).toBe('142.625');
  });

  it('is what was set apart when isolated', () => {
    expect(initialMargin({ ...long, marginMode: 'isolated', isolatedMargin: 7n })).toBe(7n);
  });

  it('rounds up and costs no fee to close when nothing is borrowed', () => {
    expect(leveragedMargin(10n, 300)).toBe(4n);
    expect(closingFee({ ...long, leverageHundredths: 100 })).toBe(0n);
  });

  it('leaves P&L with the sign of the side', () => {
    expect(formatMoney(unrealisedPnl(long))).toBe('500');
    expect(formatMoney(unrealisedPnl(short))).toBe('-500');
  });
});

describe('the liquidation price', () => {
  /** 1 at 20,000 with 50x and a margin of 400, ticks of 0.01. */
  const terms = {
    ...long,
    cost: parseMoney('20000'),
    leverageHundredths: 5000,
    takerRate: 0n,
    valuePerTick: parseMoney('0.01'),
    backing: parseMoney('400'),
  };

  it('is where margin and loss meet the maintenance margin at that price', () => {
    // (20,000 - 400) / 0.995 = 19,698.492…; (20,000 + 400) / 1.005 = 20,298.507…
    expect(liquidationTicks(terms)).toBe(1_969_849);
    expect(liquidationTicks({ ...terms, side: 'short' })).toBe(2_029_851);
  });

  it('does not exist where the backing covers every loss', () => {
    expect(liquidationTicks({ ...terms, backing: parseMoney('20000') })).toBeUndefined();
  });
});

/** An order whose every lot is worth 100. */
function order(side: 'buy' | 'sell', lots: number, slot: OpenQuantity['slot'] = 'net'): OpenQuantity {
  return { side, slot, lots, valueOf: (part) => BigInt(part) * 100n };
}

describe('the margin of open orders', () => {
  const terms = { leverageHundredths: 1000, takerRate: 0n };

  it('counts the dearer side when netting', () => {
    expect(orderMargin([order('buy', 3), order('sell', 5)], [], terms)).toBe(50n);
  });

  it('leaves out what closes the position', () => {
    const position = { slot: 'net', side: 'long', lots: 4 } as const;
    expect(orderMargin([order('sell', 3), order('sell', 2)], [position], terms)).toBe(10n);
    expect(orderMargin([order('buy', 1), order('sell', 4)], [position], terms)).toBe(10n);
  });

  it('counts both sides in hedge mode, but only what opens', () => {
    const orders = [order('buy', 1, 'long'), order('sell', 2, 'short'), order('sell', 9, 'long')];
    expect(orderMargin(orders, [], terms)).toBe(30n);
  });
});

describe('the figures of an account', () => {
  const held = { walletBalance: parseMoney('10000'), spotLocked: parseMoney('100'), orderMargin: parseMoney('50') };
  const isolated: PositionFacts = { ...short, marginMode: 'isolated', isolatedMargin: parseMoney('3000') };

  it('add up over cross and isolated positions', () => {
    expect(toAccountFigures(sumPositions(held, [long, isolated]))).toEqual({
      equity: '10000',
      walletBalance: '10000',
      unrealisedPnl: '0',
      initialMargin: '5612.375',
      maintenanceMargin: '282.5',
      freeMargin: '4787.625',
      marginLevelRatio: '1.78177688',
    });
  });

  it('have no margin level without positions', () => {
    expect(toAccountFigures(sumPositions(held, []))).not.toHaveProperty('marginLevelRatio');
  });

  it('let cross P&L carry cross positions, but no unrealised profit leave', () => {
    const margin = sumPositions(held, [long, isolated]);
    expect(formatMoney(crossEquity(margin))).toBe('7500');
    expect(formatMoney(freeMargin(margin))).toBe('4787.625');
    expect(formatMoney(withdrawable(margin))).toBe('4287.625');
  });
});
