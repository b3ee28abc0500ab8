import { randomUUID } from 'node:crypto';
import type { Timestamp } from '@google-cloud/firestore';
import { addDecimals, collections, documents, leaseSchema, ledgerDocumentSchema } from '@tapedeck/core';
import { SyncStack, deskId } from './support/sync-stack.ts';
import { TradingDesk, btc } from './support/trading-desk.ts';
import { eventually, sleep } from './support/waiting.ts';

jest.setTimeout(120_000);

let stack: SyncStack;
let desk: TradingDesk;
let mark: number;
let epoch = 0;

beforeAll(async () => {
  stack = await SyncStack.start(21_800, { main: {} });
  desk = new TradingDesk(stack, 'main');
  await desk.open();
  await stack.live('main');
  await desk.ready();
  mark = await stack.truth.markPrice(stack.account('main'), 'BTCUSDT');
});

afterAll(() => stack.stop());

function limitBuy(share = 0.98, quantity = '0.01') {
  const limitPrice = (Math.round(mark * share * 10) / 10).toString();
  return { instrumentId: btc, side: 'buy', type: 'limit', quantity: { unit: 'base', value: quantity }, limitPrice };
}

function marketBuy(quantity = '0.01') {
  return { instrumentId: btc, side: 'buy', type: 'market', quantity: { unit: 'base', value: quantity } };
}

function openAtVenue() {
  return stack.truth.openOrders(stack.account('main'));
}

async function halt(flatten: boolean): Promise<void> {
  epoch += 1;
  await desk.setState({ mode: 'HALTED', epoch, flatten, reason: 'test' });
}

async function resume(): Promise<void> {
  epoch += 1;
  await desk.setState({ mode: 'ACTIVE', epoch });
}

function stopped() {
  return desk.until(
    'the stop to be done',
    ({ stops }) => stops?.desk?.phase === 'done' && stops.desk.stateEpoch === epoch,
  );
}

/** Nothing stands at the venue when a test ends. */
async function clear(): Promise<void> {
  await halt(true);
  await stopped();
  await resume();
  expect(await openAtVenue()).toHaveLength(0);
}

test('a limit order is stored, placed, confirmed, amended and cancelled', async () => {
  const placed = await desk.succeed('placeOrder', limitBuy());
  expect(placed.history.map(({ status }) => status)).toEqual(['pending', 'claimed', 'executing', 'succeeded']);
  const clientOrderId = placed.result?.['clientOrderId'];
  await desk.order(clientOrderId, ({ status, open, actor }) => status === 'working' && open && actor?.uid === 'ada');
  expect((await desk.live()).openOrders).toBe(1);

  const { limitPrice } = limitBuy(0.97);
  const amended = await desk.run('amendOrder', { clientOrderId, limitPrice, quantity: '0.02' });
  expect(amended).toMatchObject({ status: 'succeeded' });
  await desk.order(clientOrderId, (order) => order.limitPrice === limitPrice && order.quantity === '0.02');

  const cancelled = await desk.run('cancelOrder', { clientOrderId });
  expect(cancelled).toMatchObject({ status: 'succeeded', result: { clientOrderId, filledQuantity: '0' } });
  await desk.order(clientOrderId, ({ status, open }) => status === 'cancelled' && !open);
});

test('a position is opened, protected, reversed and closed, and the ledger says what it came to', async () => {
  const before = (await stack.agree('main')).walletBalance;
  await desk.run('setLeverage', { instrumentId: btc, leverage: '5' });
  expect((await desk.live()).leverage[btc]).toBe('5');
  await desk.succeed('placeOrder', marketBuy());
  await stack.agree('main');
  const positionId = `${btc}_net`;
  const stopLoss = limitBuy(0.9).limitPrice;
  await desk.succeed('setStops', { positionId, side: 'long', stopLoss });
  await desk.succeed('reversePosition', { positionId, side: 'long' });
  const reversed = await stack.agree('main');
  expect(reversed.positions[positionId]).toMatchObject({ side: 'short', quantity: 0.01 });

  const stale = await desk.run('closePosition', { positionId, side: 'long' });
  expect(stale).toMatchObject({ status: 'rejected' });
  await desk.succeed('closePosition', { positionId, side: 'short' });
  const after = await stack.agree('main');
  expect(after.positions).toEqual({});

  const news = await eventually(
    'the news of the position',
    async () => (await stack.db.collection(collections.activity(deskId)).get()).docs.map((doc) => doc.data()),
    (entries) => entries.filter(({ type }) => type === 'position-closed').length === 2,
  );
  const moves = news.filter(({ type }) => String(type).startsWith('position-'));
  expect(moves.map(({ type, actor }) => [type, actor.id])).toEqual(moves.map(({ type }) => [type, 'ada']));

  const entries = await stack.db.collection(collections.ledger(deskId, 'main')).get();
  const amounts = entries.docs.map((doc) => ledgerDocumentSchema.parse(doc.data()).amount);
  expect(Number(addDecimals('0', ...amounts))).toBeCloseTo(after.walletBalance - before, 9);
  await eventually(
    "the venue's figure of both closes",
    async () =>
      (await stack.db.collection(collections.closedPositions(deskId, 'main')).get()).docs.map((doc) => doc.data()),
    (closed) => closed.length === 2 && closed.every((position) => position['venue']?.difference === '0'),
    { limitMs: 20_000 },
  );
});

test('an answer that is lost leaves the order unknown, then known, and there is one of it', async () => {
  const off = await stack.fault({ kind: 'timeout-after-acceptance', path: '/v5/order/create', count: 1 });
  const placed = await desk.run('placeOrder', limitBuy());
  await off();
  expect(placed).toMatchObject({ status: 'succeeded' });
  expect(await openAtVenue()).toHaveLength(1);
  await clear();
});

test('a request that was lost blocks the instrument, is looked up, and ends as never placed', async () => {
  const off = await stack.fault({ kind: 'http-error', path: '/v5/order/create', count: 1 });
  const lost = await desk.send('placeOrder', limitBuy());
  await desk.until('the instrument to be blocked', ({ blocked }) => blocked[btc] !== undefined);
  const refused = await desk.run('placeOrder', limitBuy());
  expect(refused).toMatchObject({ status: 'rejected', result: { denials: [{ code: 'unreconciled' }] } });
  expect(await desk.ended(lost)).toMatchObject({ status: 'rejected' });
  await off();
  expect(await desk.live()).toMatchObject({ blocked: {} });
  expect(await openAtVenue()).toHaveLength(0);
});

test('orders made elsewhere are adopted, also while the streams are cut, and cancelled like our own', async () => {
  const off = await stack.fault({ kind: 'drop-streams', scope: 'private' });
  await stack.order('main', {
    symbol: 'BTCUSDT',
    side: 'Buy',
    qty: '0.01',
    orderType: 'Limit',
    price: limitBuy().limitPrice,
  });
  await off();
  const [order] = await eventually(
    'an external order',
    () => desk.orders(),
    (orders) => orders.some(({ external, open }) => external && open),
  ).then((orders) => orders.filter(({ external, open }) => external && open));
  await desk.succeed('cancelOrder', { clientOrderId: order?.clientOrderId });
  expect(await openAtVenue()).toHaveLength(0);
});

test('a worker that is killed while orders are on their way: each command ends, none is doubled', async () => {
  const ids: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    for (let count = 0; count < 4; count += 1)
      ids.push(await desk.send('placeOrder', limitBuy(), { expiresInMs: 60_000 }));
    await sleep(15 * round);
    await stack.kill(`worker-${round + 1}`);
    await stack.startWorker(`worker-${round + 2}`);
  }
  const commands = await Promise.all(ids.map((id) => desk.ended(id, 40_000)));
  const placed = commands.filter(({ status }) => status === 'succeeded');
  const atVenue = (await openAtVenue()).map((row) => row['orderLinkId']);
  expect(new Set(atVenue)).toEqual(new Set(placed.map(({ result }) => result?.['clientOrderId'])));
  expect(atVenue).toHaveLength(placed.length);
  expect(await desk.live()).toMatchObject({ blocked: {} });
  await clear();
});

test('an emergency stop cancels and closes everything, and nothing is placed after it', async () => {
  await desk.succeed('placeOrder', marketBuy('0.05'));
  await Promise.all(Array.from({ length: 8 }, () => desk.run('placeOrder', limitBuy())));
  const queued = Array.from({ length: 30 }, () => desk.send('placeOrder', limitBuy(), { expiresInMs: 60_000 }));
  await halt(true);
  const done = await stopped();
  expect(done.stops?.desk).toMatchObject({ positionsFound: 1, positionsLeft: 0, ordersLeft: 0 });
  const commands = await Promise.all(queued.map(async (id) => desk.ended(await id, 40_000)));
  const statuses = new Set(commands.map(({ status }) => status));
  for (const status of statuses) expect(['succeeded', 'rejected']).toContain(status);
  expect(statuses).toContain('rejected');
  expect(await openAtVenue()).toHaveLength(0);
  expect((await stack.agree('main')).positions).toEqual({});
  await resume();
});

test('a stop that the venue was away for is finished by a new worker when it is back', async () => {
  await Promise.all(Array.from({ length: 3 }, () => desk.run('placeOrder', limitBuy())));
  const off = await stack.fault({ kind: 'maintenance' });
  await halt(false);
  await desk.until(
    'the page to say what is not done',
    ({ stops }) => stops?.desk?.stateEpoch === epoch && stops.desk.problem !== undefined,
  );
  await stack.kill('worker-4');
  await stack.startWorker('worker-5');
  await off();
  await stopped();
  expect(await openAtVenue()).toHaveLength(0);
  await resume();
});

test('a stop that Firestore was away for is finished when it is back', async () => {
  await desk.succeed('placeOrder', marketBuy('0.05'));
  await Promise.all(Array.from({ length: 4 }, () => desk.succeed('placeOrder', limitBuy())));
  // The venue takes each request so late that the stop is still at work when Firestore goes away.
  const off = await stack.fault({ kind: 'latency', path: '/v5/order', latencyMs: 1_500 });
  await halt(true);
  await sleep(300);
  stack.signalFirestore('SIGSTOP');
  try {
    await eventually('the orders to be cancelled all the same', openAtVenue, (orders) => orders.length === 0, {
      limitMs: 20_000,
    });
    await off();
    await sleep(4_000);
  } finally {
    stack.signalFirestore('SIGCONT');
  }
  const done = await stopped();
  expect(done.stops?.desk).toMatchObject({ flatten: true, positionsLeft: 0, ordersLeft: 0 });
  expect(await openAtVenue()).toHaveLength(0);
  expect((await stack.agree('main')).positions).toEqual({});
  await resume();
});

test('an order of an instrument that the venue does not have is refused and was never sent', async () => {
  const refused = await desk.run('placeOrder', { ...limitBuy(), instrumentId: 'NOPE-USDT-PERP' });
  expect(refused.status).toBe('rejected');
  expect(refused.error?.message).toContain("This account's venue has no instrument NOPE-USDT-PERP.");
  expect(refused.error?.message).toContain('Nothing was sent');
  await eventually(
    'the refused order to be shown',
    () => desk.orders(),
    (orders) => orders.some(({ status, reason }) => status === 'rejected' && reason?.code === 'instrument-unknown'),
  );
  expect(await openAtVenue()).toHaveLength(0);
});

test('a worker that was paused past its lease sends nothing under the old epoch', async () => {
  await desk.ready();
  const accountRef = stack.db.doc(documents.account(deskId, 'main'));
  const readLease = async () => leaseSchema.parse((await accountRef.get()).get('lease'));
  const old = await readLease();
  // More than the venue takes in a second, so that some are stored and wait for their turn when the worker is paused.
  const ids = Array.from({ length: 30 }, () => randomUUID());
  await Promise.all(ids.map((commandId) => desk.send('placeOrder', limitBuy(), { commandId, expiresInMs: 120_000 })));
  await eventually('some orders at the venue', openAtVenue, (orders) => orders.length >= 4, { everyMs: 150 });
  stack.signal('worker-5', 'SIGSTOP');
  const pausedMs = Date.now();
  const expiresAt = (await stack.db.doc(documents.worker(old.worker)).get()).get('leaseExpiresAt') as Timestamp;
  const waiting = (await desk.orders()).filter(({ status }) => status === 'pending');
  await stack.startWorker('worker-6');
  await desk.until('a new owner', (live) => live.epoch > old.epoch && live.state === 'ready', 40_000);
  const { claimedAtMs } = await readLease();
  expect(claimedAtMs).toBeGreaterThanOrEqual(expiresAt.toMillis());
  const commands = await Promise.all(ids.map((id) => desk.ended(id, 60_000)));

  // Only the old worker can send anything now.
  stack.signal('worker-6', 'SIGSTOP');
  const aloneMs = Date.now();
  stack.signal('worker-5', 'SIGCONT');
  await sleep(2_500);
  stack.signal('worker-6', 'SIGCONT');
  await sleep(1_500);
  const atVenue = new Map((await openAtVenue()).map((row) => [row['orderLinkId'], Number(row['createdTime'])]));
  const placed = commands.filter(({ status }) => status === 'succeeded');
  expect(new Set(atVenue.keys())).toEqual(new Set(placed.map(({ result }) => result?.['clientOrderId'])));
  expect(waiting.filter(({ clientOrderId }) => !atVenue.has(clientOrderId))).not.toHaveLength(0);
  const orders = new Map((await desk.orders()).map((order) => [order.clientOrderId, order]));
  const outOfTurn = placed.flatMap(({ claimedBy, result }) => {
    const clientOrderId = String(result?.['clientOrderId']);
    const createdMs = atVenue.get(clientOrderId) ?? Number.NaN;
    const isInTurn =
      claimedBy?.epoch === old.epoch
        ? createdMs < expiresAt.toMillis()
        : createdMs >= claimedAtMs && createdMs < aloneMs;
    if (isInTurn) return [];
    const { moments } = orders.get(clientOrderId)?.evidence ?? {};
    return [{ createdMs, claimedBy, moments, pausedMs, expiresMs: expiresAt.toMillis(), claimedAtMs, aloneMs }];
  });
  expect(outOfTurn).toEqual([]);
});
