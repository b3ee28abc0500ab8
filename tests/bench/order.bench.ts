/**
 * How long an order takes from the click to the venue, against a direct call through ccxt in the same run.
 *
 * - Ours: from calling `sendCommand` (what a click does) with a limit order far from the market, through functions, Firestore
 *   and worker, to the venue's own time of the order. The hops come from the command's and the order's documents.
 * - Direct: from calling the worker's own ccxt broker in this process with the same order, to the venue's own time of it.
 *
 * All clocks are this machine's. The two kinds take turns; each order is cancelled at once, off the clock.
 */
import { commandDocumentSchema, documents, orderDocumentSchema, toClientOrderId } from '@tapedeck/core';
import { demoAccounts, demoDeskId } from '../../scripts/stack/demo.ts';
import { CcxtBroker } from '../../worker/src/brokers/ccxt-broker.ts';
import { openBenchFirestore, startBenchStack } from './bench-stack.ts';
import { keepWatched } from './bench-desk.ts';
import { describeHops } from './hops.ts';
import { percentile, round } from './figures.ts';
import { runBench, sleep, until } from './run-bench.ts';
import { askVenue, signIn, type VenueRow } from './trading-desk.ts';

const warmUp = 5;
const samples = 40;
const accountId = 'main';
const instrumentId = 'XRP-USDT-PERP';
const quantity = '20';

await runBench({ name: 'order', limitS: 300 }, async (scope) => {
  const stack = await startBenchStack(scope, 'order', { emulators: ['auth', 'firestore', 'functions'] });
  const db = openBenchFirestore(scope);
  await keepWatched(scope, db, demoDeskId);
  const venue = askVenue(stack, accountId);
  const account = demoAccounts[0];
  const broker = new CcxtBroker({
    environment: 'simulated',
    simulatorUrl: stack.simulatorUrl,
    credentials: { apiKey: account.apiKey, secret: account.secret },
  });
  scope.onEnd(() => broker.close());
  await broker.connect();
  const { trading } = broker;
  if (!trading) throw new Error('The broker does not trade.');
  const sender = await signIn(stack);

  const { markPrice } = await trading.fetchQuote(instrumentId);
  const limitPrice = (Number(markPrice) * 0.97).toFixed(4);
  const venueTimeOf = (clientOrderId: string): Promise<number> =>
    until('the order at the venue', async () => {
      const { result } = await venue.get('/v5/order/realtime', { category: 'linear', orderLinkId: clientOrderId });
      const [row] = result['list'] as readonly VenueRow[];
      return row && Number(row.createdTime);
    });
  const cancel = (clientOrderId: string) => trading.cancelOrder({ instrumentId, clientOrderId });

  const ours: number[] = [];
  const direct: number[] = [];
  const hops: Record<string, number>[] = [];
  for (let index = 0; index < warmUp + samples; index += 1) {
    const directId = `bench-direct-${index}`;
    let sinceMs = Date.now();
    await trading.placeOrder({
      clientOrderId: directId,
      instrumentId,
      side: 'buy',
      type: 'limit',
      timeInForce: 'GTC',
      quantity,
      limitPrice,
      reduceOnly: false,
      slot: 'net',
    });
    const directMs = (await venueTimeOf(directId)) - sinceMs;
    await cancel(directId);
    await sleep(200);

    sinceMs = Date.now();
    const { commandId } = await sender.send('placeOrder', {
      accountId,
      instrumentId,
      side: 'buy',
      type: 'limit',
      quantity: { unit: 'base', value: quantity },
      limitPrice,
    });
    const clientOrderId = await toClientOrderId({ deskId: demoDeskId, accountId, commandId, part: 0 });
    const command = await until('the command to end', async () => {
      const found = commandDocumentSchema.parse((await db.doc(documents.command(demoDeskId, commandId)).get()).data());
      if (found.error) throw new Error(`The order was ${found.status}: ${found.error.message}`);
      return found.status === 'succeeded' ? found : undefined;
    });
    const order = await until('the order to be confirmed', async () => {
      const found = await db.doc(documents.order(demoDeskId, accountId, clientOrderId)).get();
      const parsed = orderDocumentSchema.safeParse(found.data()).data;
      return parsed?.evidence.moments.accepted === undefined ? undefined : parsed;
    });
    const atVenueMs = await venueTimeOf(clientOrderId);
    await cancel(clientOrderId);
    await sleep(300);
    if (index < warmUp) continue;
    direct.push(directMs);
    ours.push(atVenueMs - sinceMs);
    const reached = (status: string) => command.history.find((step) => step.status === status)?.atMs ?? Number.NaN;
    const { sent = Number.NaN, accepted = Number.NaN } = order.evidence.moments;
    hops.push({
      'click → function': command.createdAtMs - sinceMs,
      'function → claimed': reached('claimed') - command.createdAtMs,
      'claimed → sent': sent - reached('claimed'),
      'sent → at the venue': atVenueMs - sent,
      'at the venue → confirmed': accepted - atVenueMs,
    });
  }
  for (const line of describeHops(hops)) scope.say(line);
  return {
    p50Ms: round(percentile(ours, 0.5), 1),
    p95Ms: round(percentile(ours, 0.95), 1),
    directP50Ms: round(percentile(direct, 0.5), 1),
  };
});
