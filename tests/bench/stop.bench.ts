/**
 * The emergency stop of an account with 50 positions, 100 working orders and 200 commands that wait.
 *
 * - `latchP95Ms`: from calling `sendCommand` to the desk document's own time of the commit that says HALTED, over 20 stops.
 * - `flattenRatio`: from that commit to the venue's time of the last close ÷ what the venue's limit on order requests allows
 *   at best: the first second's share at once, then one share a second.
 * - `ordersAfterLatch`: orders that the venue made after the latch and that do not only reduce.
 * - `closesBeforeCancels`: closes that the venue made before the last cancel.
 */
import { randomUUID } from 'node:crypto';
import {
  commandDocumentSchema,
  commandTypes,
  deskDocumentSchema,
  documents,
  liveTradingDocumentSchema,
  type CommandDocument,
} from '@tapedeck/core';
import { demoDeskId } from '../../scripts/stack/demo.ts';
import { openBenchFirestore, startBenchStack } from './bench-stack.ts';
import { percentile, round } from './figures.ts';
import { runBench, sleep, until } from './run-bench.ts';
import { askVenue, listAll, listOrders, signIn } from './trading-desk.ts';
import { control } from './venue-changes.ts';

const accountId = 'main';
const positions = 50;
const orders = 100;
const queued = 200;
const latches = 20;
/** Bybit's limit on creating linear orders, as the simulator keeps it. */
const createsPerS = 10;
const targets = [
  { figure: 'latchP95Ms', atMost: 200 },
  { figure: 'flattenRatio', atMost: 1.2 },
  { figure: 'ordersAfterLatch', atMost: 0 },
  { figure: 'closesBeforeCancels', atMost: 0 },
];

await runBench({ name: 'stop', limitS: 420, targets }, async (scope) => {
  const stack = await startBenchStack(scope, 'stop', {
    emulators: ['auth', 'firestore', 'functions'],
    env: { TAPEDECK_SIMULATOR_SYNTHETIC_INSTRUMENTS: String(positions), TAPEDECK_SIMULATOR_IP_LIMIT: '100000' },
  });
  const db = openBenchFirestore(scope);
  const venue = askVenue(stack, accountId);
  const owner = await signIn(stack);
  const deskRef = db.doc(documents.desk(demoDeskId));
  const tradingRef = db.doc(documents.liveTrading(demoDeskId, accountId));
  const readDesk = async () => {
    const snapshot = await deskRef.get();
    return { desk: deskDocumentSchema.parse(snapshot.data()), committedMs: snapshot.updateTime?.toMillis() ?? 0 };
  };
  const stopDone = (epoch: number) =>
    until(
      'the stop to be done',
      async () => {
        const trading = liveTradingDocumentSchema.safeParse((await tradingRef.get()).data()).data;
        const stop = trading?.stops?.desk;
        return stop?.stateEpoch === epoch && stop.phase === 'done' ? stop : undefined;
      },
      { limitMs: 120_000 },
    );
  const resume = async () => {
    const { desk } = await readDesk();
    await owner.send('resumeTrading', {
      mode: 'ACTIVE',
      seenEpoch: desk.tradingState.epoch,
      confirmation: 'RESUME',
    });
  };

  const latchMs: number[] = [];
  for (let index = 0; index < latches; index += 1) {
    const sinceMs = Date.now();
    await owner.send('emergencyStop', { flatten: false });
    const { desk, committedMs } = await readDesk();
    if (index > 0) latchMs.push(committedMs - sinceMs);
    await stopDone(desk.tradingState.epoch);
    await resume();
    await sleep(900);
  }
  scope.say(`state latched after p50 ${percentile(latchMs, 0.5)} ms, p95 ${percentile(latchMs, 0.95)} ms`);

  const symbols = Array.from({ length: positions }, (_, index) => `TAPE${String(index + 1).padStart(2, '0')}USDT`);
  for (const symbol of symbols)
    await control(stack.simulatorUrl, 'positions', { account: accountId, symbol, size: '1' });
  for (let index = 0; index < orders; index += 1) {
    await control(stack.simulatorUrl, 'orders', {
      account: accountId,
      symbol: 'XRPUSDT',
      side: 'Buy',
      orderType: 'Limit',
      qty: '20',
      price: (0.3 + index * 0.0001).toFixed(4),
    });
  }
  const open = await listAll(venue, '/v5/position/list', { category: 'linear', settleCoin: 'USDT', limit: '200' });
  scope.say(`${open.length} positions, ${(await listOrders(venue)).filter(isOpen).length} working orders`);
  await sleep(3_000);

  const nowMs = Date.now();
  const batch = db.batch();
  for (let index = 0; index < queued; index += 1) {
    const command: CommandDocument = {
      type: 'placeOrder',
      payload: {
        accountId,
        instrumentId: 'XRP-USDT-PERP',
        side: 'buy',
        type: 'limit',
        quantity: { unit: 'base', value: '40' },
        limitPrice: '0.2500',
      },
      accountId,
      actor: { uid: 'demo-owner', name: 'Olivia Owner', role: 'owner' },
      status: 'pending',
      createdAtMs: nowMs,
      expiresAtMs: nowMs + commandTypes.placeOrder.timeToLiveMs,
      history: [{ status: 'pending', atMs: nowMs }],
    };
    batch.create(db.doc(documents.command(demoDeskId, `bench-${index}-${randomUUID()}`)), command);
  }
  await batch.commit();
  await owner.send('emergencyStop', { flatten: true, reason: 'bench' });
  const { desk, committedMs: latchedMs } = await readDesk();
  const progress = await stopDone(desk.tradingState.epoch);
  scope.say(`done ${((progress.endedAtMs ?? 0) - latchedMs) / 1_000} s after the latch`);

  const rows = await listOrders(venue);
  const left = await listAll<{ size: string }>(venue, '/v5/position/list', { category: 'linear', settleCoin: 'USDT' });
  const made = rows.filter((row) => Number(row.createdTime) > latchedMs);
  const closes = made.filter((row) => row.reduceOnly);
  const lastCancelMs = Math.max(
    ...rows.filter(({ orderStatus }) => orderStatus === 'Cancelled').map((row) => Number(row.updatedTime)),
  );
  const flatMs = Math.max(...closes.map((row) => Number(row.updatedTime))) - latchedMs;
  const bestMs = (Math.ceil(open.length / createsPerS) - 1) * 1_000;
  const perSecond = new Map<number, number>();
  for (const row of closes) {
    const second = Math.floor((Number(row.createdTime) - latchedMs) / 1_000);
    perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
  }
  scope.say(
    `closes by second: ${[...perSecond]
      .toSorted(([a], [b]) => a - b)
      .map(([s, n]) => `${s}: ${n}`)
      .join(', ')}`,
  );
  const ended = await db.collection(`desks/${demoDeskId}/commands`).where('status', 'in', ['pending', 'claimed']).get();
  const waiting = ended.docs.filter((doc) => commandDocumentSchema.parse(doc.data()).type === 'placeOrder').length;
  scope.say(`flat ${flatMs} ms after the latch, at best ${bestMs} ms; ${waiting} commands still wait`);
  return {
    latchP95Ms: percentile(latchMs, 0.95),
    flattenRatio: round(flatMs / bestMs),
    ordersAfterLatch: made.length - closes.length,
    closesBeforeCancels: closes.filter((row) => Number(row.createdTime) < lastCancelMs).length,
    openOrdersLeft: rows.filter(isOpen).length,
    positionsLeft: left.filter(({ size }) => Number(size) !== 0).length,
  };
});

function isOpen({ orderStatus, stopOrderType }: { orderStatus: string; stopOrderType: string }): boolean {
  const isProtection = ['TakeProfit', 'StopLoss', 'TrailingStop'].includes(stopOrderType);
  return !isProtection && ['New', 'PartiallyFilled', 'Untriggered'].includes(orderStatus);
}
