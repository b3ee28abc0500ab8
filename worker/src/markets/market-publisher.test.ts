import type { AppError } from '@tapedeck/core';
import { FakeClock } from '../testing/fake-clock.ts';
import { FakeMarket, MemoryMarketStore, termsOf } from '../testing/fake-market.ts';
import { TimerWheel } from '../timer-wheel.ts';
import { MarketPublisher } from './market-publisher.ts';
import type { MarketSource } from './ports.ts';

const venue = 'bybit-simulated';
const btc = 'BTC-USDT-PERP';
const watchingBtc = new Map([[venue, new Set([btc])]]);
const watchingNothing = new Map<string, ReadonlySet<string>>();

function setUp() {
  const clock = new FakeClock();
  const store = new MemoryMarketStore();
  const market = new FakeMarket(() => clock.nowMs());
  const sources: MarketSource[] = [market.at(venue)];
  const errors: AppError[] = [];
  const wheel = new TimerWheel(clock, { onError: (error) => errors.push(error as AppError) });
  const publisher = new MarketPublisher({
    store,
    clock,
    wheel,
    sources: () => sources,
    onError: (error) => errors.push(error),
  });
  return { clock, store, market, sources, errors, publisher };
}

describe('quotes', () => {
  it('are read at once when somebody looks, then once a second, and written when they changed', async () => {
    const { clock, store, market, publisher } = setUp();
    publisher.follow(watchingBtc);
    await clock.advance(10);
    expect(store.quotes).toHaveLength(1);
    for (const price of ['101', '102', '103']) {
      market.markPrice = price;
      await clock.advance(1_020);
    }
    expect(store.quotes.map(({ markPrice }) => markPrice)).toEqual(['100', '101', '102', '103']);
    expect(market.reads).toBe(4);
  });

  it('that stand still are confirmed every two seconds, not every second', async () => {
    const { clock, store, market, publisher } = setUp();
    publisher.follow(watchingBtc);
    await clock.advance(10_500);
    expect(market.reads).toBeGreaterThanOrEqual(10);
    expect(store.quotes.length).toBeLessThanOrEqual(6);
    expect(store.quotes.length).toBeGreaterThanOrEqual(5);
  });

  it('are neither read nor claimed while nobody looks', async () => {
    const { clock, store, market, publisher } = setUp();
    publisher.follow(watchingBtc);
    await clock.advance(2_500);
    publisher.follow(watchingNothing);
    const [reads, claims] = [market.reads, store.claims];
    await clock.advance(20_000);
    expect([market.reads, store.claims]).toEqual([reads, claims]);
  });

  it('are left to the worker that holds the venue, until it holds it no longer', async () => {
    const { clock, store, market, publisher } = setUp();
    store.isHeld = false;
    publisher.follow(watchingBtc);
    await clock.advance(5_000);
    expect([market.reads, store.quotes.length, store.lists.length]).toEqual([0, 0, 0]);
    store.isHeld = true;
    await clock.advance(3_100);
    expect(store.quotes.length).toBeGreaterThan(0);
  });

  it('come from another account when one fails', async () => {
    const { clock, store, sources, errors, publisher } = setUp();
    const refused = new FakeMarket(() => clock.nowMs());
    refused.failure = new Error('The key was revoked.');
    sources.unshift(refused.at(venue));
    publisher.follow(watchingBtc);
    await clock.advance(2_500);
    expect(errors.map(({ message }) => message)).toEqual(['The key was revoked.']);
    expect(store.quotes.length).toBeGreaterThan(0);
  });

  it('of what the venue does not list are not asked for', async () => {
    const { clock, market, publisher } = setUp();
    publisher.follow(new Map([[venue, new Set(['NONE-USDT-PERP'])]]));
    await clock.advance(3_000);
    expect(market.reads).toBe(0);
  });

  it('end with the last account at the venue', async () => {
    const { clock, market, sources, publisher } = setUp();
    publisher.follow(watchingBtc);
    await clock.advance(1_500);
    sources.length = 0;
    publisher.follow(watchingBtc);
    const { reads } = market;
    await clock.advance(5_000);
    expect(market.reads).toBe(reads);
  });
});

describe('instruments', () => {
  it('are published once the account is open, and again only when they changed', async () => {
    const { clock, store, market, publisher } = setUp();
    const known = market.known;
    market.known = new Map();
    publisher.follow(watchingNothing);
    await clock.advance(2_000);
    expect(store.lists).toEqual([]);
    market.known = known;
    await clock.advance(130_000);
    expect(store.lists.map((list) => list.map(({ id }) => id))).toEqual([[btc, 'ETH-USDT-PERP']]);
    market.known = new Map([...known, ['SOL-USDT-PERP', termsOf('SOL')]]);
    await clock.advance(61_000);
    expect(store.lists).toHaveLength(2);
  });
});

it('gives its venues up when it stops', async () => {
  const { clock, store, market, publisher } = setUp();
  publisher.follow(watchingBtc);
  await clock.advance(10);
  await publisher.stop();
  const { reads } = market;
  await clock.advance(5_000);
  expect(store.released).toBe(true);
  expect(market.reads).toBe(reads);
});
