import { randomUUID } from 'node:crypto';
import {
  collections,
  documents,
  marketDocumentSchema,
  marketInstrumentsDocumentSchema,
  quoteDocumentSchema,
} from '@tapedeck/core';
import type { TradingPort } from '../../worker/src/brokers/trading-port.ts';
import { FakeBroker } from '../../worker/src/testing/fake-broker.ts';
import { FakeMarket } from '../../worker/src/testing/fake-market.ts';
import { WorkerDesk, connectAdmin, until } from './worker-desk.ts';

const instrumentId = 'BTC-USDT-PERP';
const admin = connectAdmin();
let desk: WorkerDesk;
let broker: string;
let market: FakeMarket;

beforeEach(() => {
  desk = new WorkerDesk(admin);
  broker = `fake${randomUUID().slice(0, 8)}`;
  market = new FakeMarket(Date.now);
});

afterEach(async () => {
  await desk.end();
  await admin.recursiveDelete(admin.doc(documents.market(venueId())));
});
afterAll(() => admin.terminate());

const venueId = () => `${broker}-simulated`;
const quote = async () => (await admin.doc(documents.quote(venueId(), instrumentId)).get()).data();

function createBroker(): FakeBroker {
  return Object.assign(new FakeBroker(), { trading: market as Partial<TradingPort> as TradingPort });
}

function watch(at = new Date()): Promise<unknown> {
  const watching = [`${venueId()}/${instrumentId}`];
  return admin.doc(documents.presence(desk.deskId, 'ada')).set({ name: 'Ada', page: '/', watching, at });
}

test('a quote is kept fresh from when somebody looks until their presence lapses', async () => {
  await desk.seed({ broker });
  await desk.startWorker(createBroker());
  await until(
    () => desk.live('connection'),
    (doc) => doc?.['state'] === 'live',
  );
  expect(await quote()).toBeUndefined();

  const lookedMs = Date.now();
  await watch();
  const first = quoteDocumentSchema.parse(await until(quote, (doc) => doc !== undefined));
  expect(first.markPrice).toBe('100');
  expect(Date.now() - lookedMs).toBeLessThan(3_000);

  market.markPrice = '101.5';
  const movedMs = Date.now();
  await until(quote, (doc) => doc?.['markPrice'] === '101.5');
  expect(Date.now() - movedMs).toBeLessThan(2_000);

  await watch(new Date(Date.now() - 60_000));
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  const { reads } = market;
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect(market.reads).toBe(reads);
});

test('what the venue lists is published, and pages are rewritten only where they changed', async () => {
  await desk.seed({ broker });
  const worker = await desk.startWorker(createBroker());
  const pages = async () => (await admin.collection(collections.marketInstruments(venueId())).get()).docs;
  const [page] = await until(pages, (found) => found.length === 1);
  const listed = marketInstrumentsDocumentSchema.parse(page?.data());
  expect(listed.instruments.map(({ id }) => id)).toEqual([instrumentId, 'ETH-USDT-PERP']);
  expect(listed.pages).toBe(1);

  await worker.stop();
  const claimed = async () => (await admin.doc(documents.market(venueId())).get()).data();
  expect(marketDocumentSchema.parse(await claimed())).toEqual({});
  await desk.startWorker(createBroker());
  await until(claimed, (doc) => doc?.['publisher'] !== undefined);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect((await pages())[0]?.updateTime).toEqual(page?.updateTime);
});

test('of two workers at one venue one publishes, and the other goes on when that one stops', async () => {
  await desk.seed({ broker });
  await watch();
  const first = await desk.startWorker(createBroker());
  await until(quote, (doc) => doc !== undefined);

  const other = new WorkerDesk(admin);
  const otherMarket = market;
  market = new FakeMarket(Date.now);
  market.markPrice = '200';
  try {
    await other.seed({ broker });
    await other.startWorker(createBroker());
    await until(
      () => other.live('connection'),
      (doc) => doc?.['state'] === 'live',
    );
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(market.reads).toBe(0);
    expect(otherMarket.reads).toBeGreaterThan(2);
    await first.stop();
    await until(quote, (doc) => doc?.['markPrice'] === '200');
  } finally {
    await other.end();
  }
});
