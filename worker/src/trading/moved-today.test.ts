import type { BalanceChange } from '@tapedeck/core';
import { TradingBench } from '../testing/trading-bench.ts';

const limits = { maxDailyLoss: '1000' };
/** Longer than a balance may stand changed before the venue is asked why. */
const askedMs = 6_000;

/** The balance changes, and the venue's log says why. */
async function change(bench: TradingBench, equity: string, parts: Partial<BalanceChange>): Promise<void> {
  bench.broker.equity = equity;
  bench.broker.freeMargin = equity;
  const venueMs = bench.clock.nowMs();
  const id = `c-${venueMs}`;
  bench.venue.balanceChanges.push({ id, kind: 'withdrawal', currency: 'USDT', amount: '0', venueMs, ...parts });
  await bench.advance(askedMs);
}

async function denialOf(bench: TradingBench): Promise<string | undefined> {
  const id = bench.market();
  await bench.advance(500);
  const { status, error } = bench.command(id);
  return status === 'succeeded' ? undefined : error?.message;
}

describe("the day's result", () => {
  it('leaves out what was withdrawn, and says so to every page within seconds', async () => {
    const bench = await new TradingBench({ limits }).ready();
    await change(bench, '97000', { amount: '-3000' });
    expect(bench.live?.movedToday).toMatchObject({ day: '2001-09-09', amount: '-3000' });
    expect(await denialOf(bench)).toBeUndefined();
  });

  it('does not hide a loss behind a deposit', async () => {
    const bench = await new TradingBench({ limits }).ready();
    await change(bench, '101000', { kind: 'deposit', amount: '3000' });
    expect(bench.live?.movedToday).toMatchObject({ amount: '3000' });
    expect(await denialOf(bench)).toContain('has lost 2,000.00 USDT today');
  });

  it('counts what a liquidation took as lost', async () => {
    const bench = await new TradingBench({ limits }).ready();
    await change(bench, '97000', { kind: 'liquidation', amount: '-3000' });
    expect(bench.live?.movedToday).toMatchObject({ amount: '0' });
    expect(await denialOf(bench)).toContain('has lost 3,000.00 USDT today');
  });

  it('values what came in another currency at its price then', async () => {
    const bench = await new TradingBench({ limits }).ready();
    bench.venue.markPrice = '2000';
    await change(bench, '104000', { kind: 'deposit', currency: 'ETH', amount: '2' });
    bench.venue.markPrice = '1000';
    await bench.advance(askedMs);
    expect(bench.live?.movedToday).toMatchObject({ amount: '4000' });
  });

  it('is unknown where what came in has no price', async () => {
    const bench = await new TradingBench({ limits }).ready();
    await change(bench, '100000.01', { kind: 'deposit', currency: 'DOGE', amount: '50000' });
    expect(bench.live?.movedToday).toMatchObject({ day: '2001-09-09' });
    expect(bench.live?.movedToday?.amount).toBeUndefined();
    expect(await denialOf(bench)).toContain("today's result");
  });
});
