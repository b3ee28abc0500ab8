import { createBalance } from '@tapedeck/core';
import { FakeClock } from '../testing/fake-clock.ts';
import { BalanceWatch } from './balance-watch.ts';

function setUp() {
  const clock = new FakeClock();
  let booked: Record<string, string> = {};
  let asked = 0;
  const watch = new BalanceWatch({ clock, booked: () => booked, onUnexplained: () => (asked += 1) });
  const look = async (total: string, seconds = 1) => {
    for (let second = 0; second < seconds; second += 1) {
      watch.look(new Map([['USDT', createBalance({ currency: 'USDT', total, locked: '0' })]]));
      await clock.advance(1_000);
    }
  };
  const book = (amount: string) => (booked = { USDT: amount });
  return { look, book, asked: () => asked };
}

describe('the watch on balances', () => {
  it('asks once for a change that the ledger does not know', async () => {
    const { look, asked } = setUp();
    await look('100', 3);
    await look('70', 60);
    expect(asked()).toBe(1);
  });

  it('asks nothing where the fill is heard of a moment later', async () => {
    const { look, book, asked } = setUp();
    await look('100', 3);
    await look('99.5');
    book('-0.5');
    await look('99.5', 60);
    expect(asked()).toBe(0);
  });

  it('finds a withdrawal among fills', async () => {
    const { look, book, asked } = setUp();
    await look('100', 3);
    for (let fills = 1; fills <= 5; fills += 1) {
      book(String(-fills));
      await look(String(60 - fills));
    }
    expect(asked()).toBe(1);
  });

  it('asks nothing for what the venue rounds away', async () => {
    const { look, book, asked } = setUp();
    await look('50000', 3);
    for (let fills = 1; fills <= 60; fills += 1) {
      book(String(-fills));
      await look((50_000 - fills + fills * 0.000_000_02).toFixed(8));
    }
    expect(asked()).toBe(0);
  });

  it('asks once, not again and again, where it began between a fill and its news', async () => {
    const { look, book, asked } = setUp();
    for (let fills = 1; fills <= 60; fills += 1) {
      await look(String(1_000 - fills));
      book(String(-fills));
      await look(String(1_000 - fills), 3);
    }
    expect(asked()).toBe(1);
  });

  it('takes what the venue tells, and what it does not tell, as known', async () => {
    const { look, book, asked } = setUp();
    await look('100', 3);
    await look('70', 5);
    book('-30');
    await look('70', 60);
    expect(asked()).toBe(1);
    await look('60', 60);
    expect(asked()).toBe(2);
    await look('50', 60);
    expect(asked()).toBe(3);
  });

  it('asks a venue that never tells why at most once in a while', async () => {
    const { look, asked } = setUp();
    for (let total = 100; total > 40; total -= 1) await look(String(total));
    expect(asked()).toBeGreaterThan(0);
    expect(asked()).toBeLessThanOrEqual(4);
  });
});
