import { randomUUID } from 'node:crypto';
import { documents, type CommandDocument, type DeskDocument } from '@tapedeck/core';
import { systemClock } from '../../simulator/src/clock.ts';
import { startSimulator, type Simulator } from '../../simulator/src/simulator.ts';
import { createBrokerFactory } from '../../worker/src/broker-factory.ts';
import { BybitPaperMarket } from '../../worker/src/brokers/paper/bybit-paper-market.ts';
import { PaperBroker } from '../../worker/src/brokers/paper-broker.ts';
import { readConfig } from '../../worker/src/config.ts';
import { createConfigCredentials } from '../../worker/src/credentials.ts';
import { createLog } from '../../worker/src/log.ts';
import { PaperStore } from '../../worker/src/store/paper-store.ts';
import { createWorker, type Worker } from '../../worker/src/worker.ts';
import { WorkerDesk, connectAdmin, until } from './worker-desk.ts';

jest.setTimeout(60_000);

const instrumentId = 'BTC-USDT-PERP';
const positionId = `${instrumentId}_net`;
const paper = { startBalance: '100000', prices: 'simulated', generation: 0 } as const;
const admin = connectAdmin();
let simulator: Simulator;
let desk: WorkerDesk;
let workers: Worker[];

beforeAll(async () => {
  simulator = await startSimulator({ port: 0, accounts: [] }, systemClock);
});

beforeEach(async () => {
  desk = new WorkerDesk(admin);
  workers = [];
  const state: DeskDocument = {
    name: 'Paper',
    members: { ada: 'owner' },
    people: { ada: { name: 'Ada', email: 'ada@example.com' } },
    tradingState: { mode: 'ACTIVE', epoch: 0, by: 'test', atMs: 1 },
    createdAtMs: 1,
  };
  await admin.doc(documents.desk(desk.deskId)).set(state);
  await desk.seed({ broker: 'paper', environment: 'paper', paper });
});

afterEach(async () => {
  for (const worker of workers) await worker.stop();
  await admin.doc(documents.paperAccount(desk.deskId, desk.accountId)).delete();
  await desk.end();
});

afterAll(async () => {
  await simulator.stop();
  await admin.terminate();
});

async function startWorker(): Promise<Worker> {
  const config = readConfig({
    TAPEDECK_HEALTH_PORT: '0',
    TAPEDECK_LEASE_MS: '3000',
    TAPEDECK_SIMULATOR_URL: simulator.url,
  });
  const log = createLog('silent');
  const createBroker = createBrokerFactory(config, { plain: createConfigCredentials(config) }, log);
  const worker = createWorker({
    config,
    log,
    version: 'test',
    createBroker: (record, ...stores) => (record.deskId === desk.deskId ? createBroker(record, ...stores) : undefined),
  });
  workers.push(worker);
  await worker.start();
  await until(
    async () => (await admin.doc(documents.liveTrading(desk.deskId, desk.accountId)).get()).data(),
    (doc) => doc?.['state'] === 'ready',
  );
  return worker;
}

async function run(order: Record<string, unknown>): Promise<CommandDocument> {
  const read = await desk.send('placeOrder', { instrumentId, side: 'buy', type: 'market', ...order });
  const ended = await until(read, (command) =>
    ['succeeded', 'rejected', 'failed', 'unknown', 'expired'].includes(command?.status ?? ''),
  );
  if (!ended) throw new Error('The command is gone.');
  return ended;
}

const base = (value: string) => ({ quantity: { unit: 'base', value } });
/** Within the price band of the desk. */
async function belowMarket(): Promise<string> {
  const answer = await fetch(`${simulator.url}/v5/market/tickers?category=linear&symbol=BTCUSDT`);
  const { result } = (await answer.json()) as { result: { list: { markPrice: string }[] } };
  return String(Math.round(Number(result.list[0]?.markPrice) * 0.97));
}
const positions = () => desk.live('positions');
const order = async (command: CommandDocument) => {
  const clientOrderId = String(command.result?.['clientOrderId']);
  return (await admin.doc(documents.order(desk.deskId, desk.accountId, clientOrderId)).get()).data();
};

test('an order on paper takes the way of any order, and outlives its worker', async () => {
  const first = await startWorker();
  const bought = await run(base('0.05'));
  expect(bought).toMatchObject({ status: 'succeeded' });
  const resting = await run({ ...base('0.01'), type: 'limit', limitPrice: await belowMarket() });
  expect(resting).toMatchObject({ status: 'succeeded' });
  await until(positions, (doc) => JSON.stringify(doc).includes(positionId));
  await until(
    () => order(bought),
    (doc) => doc?.['status'] === 'filled',
  );
  await first.stop();
  workers = [];

  await startWorker();
  await until(
    () => desk.live('state'),
    (doc) => doc?.['epoch'] === 2,
  );
  expect((await positions())?.['positions']).toMatchObject({ [positionId]: { side: 'long', quantity: '0.05' } });
  expect(await order(resting)).toMatchObject({ status: 'working', open: true });
});

test('a reset ends position and order and leaves the starting balance', async () => {
  await startWorker();
  await run(base('0.05'));
  const resting = await run({ ...base('0.01'), type: 'limit', limitPrice: await belowMarket() });
  await until(positions, (doc) => JSON.stringify(doc).includes(positionId));
  const ref = admin.doc(documents.account(desk.deskId, desk.accountId));
  await ref.update({ paper: { ...paper, generation: 1 } });
  const state = await until(
    () => desk.live('state'),
    (doc) => doc?.['epoch'] === 2 && JSON.stringify(doc['figures']).includes('"equity":"100000"'),
  );
  expect(state?.['balances']).toMatchObject({ USDT: { total: '100000' } });
  expect(await until(positions, (doc) => !JSON.stringify(doc).includes(`"${positionId}":{`))).toBeDefined();
  await until(
    () => order(resting),
    (doc) => doc?.['status'] === 'cancelled',
  );
});

test('of two brokers on one account the state has one writer at a time, and loses nothing', async () => {
  const open = async () => {
    const broker = new PaperBroker({
      market: new BybitPaperMarket({
        environment: 'simulated',
        simulatorUrl: simulator.url,
        onRefused: () => undefined,
      }),
      vault: new PaperStore(admin).vaultOf({ deskId: desk.deskId, accountId: desk.accountId }),
      settings: { ...paper, createdAtMs: 1 },
      currency: 'USDT',
      onError: () => undefined,
    });
    await broker.connect();
    return broker;
  };
  const brokers = [await open(), await open()];
  const sent: string[] = [];
  const taken: string[] = [];
  for (let round = 0; round < 10; round += 1) {
    for (const broker of brokers) {
      const clientOrderId = randomUUID();
      sent.push(clientOrderId);
      await broker.trading
        .placeOrder({
          clientOrderId,
          instrumentId,
          side: 'buy',
          type: 'limit',
          timeInForce: 'GTC',
          quantity: '0.001',
          limitPrice: await belowMarket(),
          reduceOnly: false,
          slot: 'net',
        })
        .then(
          () => taken.push(clientOrderId),
          () => undefined,
        );
    }
  }
  await Promise.all(brokers.map((broker) => broker.close()));
  const last = await open();
  const standing = (await last.trading.fetchOpenOrders()).map(({ clientOrderId }) => clientOrderId);
  await last.close();
  expect(standing).toEqual(taken);
  expect(taken.length).toBeGreaterThan(0);
  expect(taken.length).toBeLessThan(sent.length);
});
