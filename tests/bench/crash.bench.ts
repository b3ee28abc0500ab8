/**
 * Orders through a worker that is killed with -9 again and again, while the venue misbehaves in every way it can.
 *
 * A person sends orders, amends, cancels, closes and stops over `sendCommand`; a worker runs them and is killed at a random moment after it has
 * taken the account over; every fault of the simulator is switched on in turn. In the end the faults are cleared, one
 * worker stays, and everything is compared with the venue.
 *
 * - `doubled`: orders of ours at the venue beyond one a command
 * - `lost`: commands whose end does not tell what stands at the venue, or whose order our document tells otherwise; a
 *   cancel that succeeded though the order is open, an amend that did though the order has other terms
 * - `unended`: commands without an end
 * - `ledgerDiff`: the largest difference, over all currencies, between our ledger and the venue's transaction log since
 *   the start
 * - `blocked`: instruments still blocked
 *
 * `--short` is the run of `npm test`; `--seed=N` makes another one. Fails unless all five are zero.
 */
import {
  addDecimals,
  commandDocumentSchema,
  collections,
  documents,
  isFinal,
  ledgerDocumentSchema,
  liveTradingDocumentSchema,
  orderDocumentSchema,
  subtractDecimals,
  toClientOrderId,
  type CommandDocument,
  type CommandPayload,
  type OrderRecord,
} from '@tapedeck/core';
import { demoDeskId } from '../../scripts/stack/demo.ts';
import { SeededRandom } from '../soak/seeded-random.ts';
import { openBenchFirestore, startBenchStack } from './bench-stack.ts';
import { keepWatched } from './bench-desk.ts';
import { runBench, sleep, until } from './run-bench.ts';
import { askVenue, listAll, listOrders, Refusal, signIn, type VenueRow } from './trading-desk.ts';
import { control } from './venue-changes.ts';

const isShort = process.argv.includes('--short');
const seed = Number(process.argv.find((arg) => arg.startsWith('--seed='))?.slice('--seed='.length) ?? 1);
const kills = isShort ? 5 : 200;
const orders = isShort ? 30 : 500;
const accountId = 'main';
const leaseMs = 3_000;
/** Several, so that one whose last order is in doubt does not keep the others from trading; what they are traded in and how fine their prices are. */
const instruments = [
  { base: 'BTC', quantities: ['0.001', '0.002', '0.003'], places: 0 },
  { base: 'ETH', quantities: ['0.02', '0.05', '0.07'], places: 1 },
  { base: 'SOL', quantities: ['0.5', '1', '1.5'], places: 2 },
  { base: 'XRP', quantities: ['20', '45', '70'], places: 4 },
  { base: 'LINK', quantities: ['2', '3', '5'], places: 2 },
  { base: 'DOGE', quantities: ['150', '300', '500'], places: 4 },
] as const;
type Instrument = (typeof instruments)[number];
const names = ['doubled', 'lost', 'unended', 'ledgerDiff', 'blocked'] as const;

const faults: readonly object[] = [
  { kind: 'latency', latencyMs: 400, durationMs: 1_500 },
  { kind: 'timeout-after-acceptance', path: '/v5/order/create', count: 2, durationMs: 4_000 },
  { kind: 'http-error', status: 502, path: '/v5/order', count: 2, durationMs: 4_000 },
  { kind: 'rate-limit', path: '/v5/order', count: 2, durationMs: 2_000 },
  { kind: 'system-error', path: '/v5/order/create', count: 2, durationMs: 4_000 },
  { kind: 'drop-streams', durationMs: 300 },
  { kind: 'silent-streams', durationMs: 3_000 },
  { kind: 'duplicate-events', durationMs: 3_000 },
  { kind: 'reorder-events', durationMs: 3_000 },
  { kind: 'stale-snapshots', durationMs: 1_500 },
  { kind: 'partial-fills', durationMs: 3_000 },
  { kind: 'maintenance', durationMs: 1_000 },
  // Not enough margin, and trouble in a number that Bybit has no name for.
  {
    kind: 'ret-code',
    retCode: 110_007,
    retMsg: 'ab not enough for new order',
    path: '/v5/order',
    count: 2,
    durationMs: 4_000,
  },
  { kind: 'ret-code', retCode: 3_100_326, retMsg: 'unheard of', path: '/v5/order', count: 2, durationMs: 4_000 },
  { kind: 'clock-skew', skewMs: 30_000, durationMs: 2_000 },
  { kind: 'key-revoked', account: accountId, durationMs: 1_500 },
];

interface Transaction {
  readonly id: string;
  readonly currency: string;
  readonly change: string;
}

await runBench(
  { name: 'crash', limitS: isShort ? 300 : 3_600, targets: names.map((figure) => ({ figure, atMost: 0 })) },
  async (scope) => {
    const source = new SeededRandom(seed);
    const random = () => source.next();
    const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
    const stack = await startBenchStack(scope, 'crash', {
      emulators: ['auth', 'firestore', 'functions'],
      worker: false,
      mayDie: Array.from({ length: kills + 2 }, (_, index) => `worker-${index}`),
      env: { TAPEDECK_LEASE_MS: String(leaseMs), TAPEDECK_SIMULATOR_IP_LIMIT: '100000' },
    });
    const db = openBenchFirestore(scope);
    await keepWatched(scope, db, demoDeskId);
    const venue = askVenue(stack, accountId);
    const sender = await signIn(stack);
    const tradingRef = db.doc(documents.liveTrading(demoDeskId, accountId));
    const readTrading = async () => liveTradingDocumentSchema.safeParse((await tradingRef.get()).data()).data;
    const readTransactions = () => listAll<Transaction>(venue, '/v5/account/transaction-log', { limit: '50' });
    const readLedger = async () => {
      const found = await db.collection(collections.ledger(demoDeskId, accountId)).get();
      return new Map(found.docs.map((doc) => [doc.id, ledgerDocumentSchema.parse(doc.data())]));
    };

    let epoch = 0;
    const startWorker = async (index: number) => {
      const worker = stack.startWorker(`worker-${index}`, { health: stack.ports.worker });
      await worker.ready;
      const ready = await until(
        'a worker to trade',
        async () => {
          const trading = await readTrading();
          return trading && trading.epoch > epoch && trading.state === 'ready' ? trading : undefined;
        },
        { limitMs: 60_000 },
      );
      epoch = ready.epoch;
      return worker;
    };
    // Books that begin in the middle of a position know its cost only as well as the venue rounds its average price.
    for (const { base } of instruments)
      await control(stack.simulatorUrl, 'positions', { account: accountId, symbol: `${base}USDT`, size: '0' });
    let worker = await startWorker(0);
    const oldTransactions = new Set((await readTransactions()).map(({ id }) => id));
    const oldLedger = new Set((await readLedger()).keys());

    const sent = new Map<string, Sent>();
    const orderIdOf = (commandId: string) => toClientOrderId({ deskId: demoDeskId, accountId, commandId, part: 0 });
    /** The id of the command; `undefined` where it was refused at once. */
    const sendOne = async <Name extends Sent['type']>(type: Name, payload: CommandPayload<Name>) => {
      const commandId = `crash-${seed}-${String(sent.size).padStart(8, '0')}`;
      try {
        await sender.send(type, payload, commandId);
      } catch (error) {
        if (error instanceof Refusal) return undefined;
        throw error;
      }
      sent.set(commandId, { type, payload } as Sent);
      return commandId;
    };
    const resting: RestingOrder[] = [];
    const clientOrderIds: string[] = [];
    const sending = new AbortController();
    const placeOne = async (instrument: Instrument, side: 'buy' | 'sell', limitPrice: string | undefined) => {
      const quantity = pick<string>(instrument.quantities);
      const order = {
        accountId,
        instrumentId: perpetual(instrument),
        side,
        quantity: { unit: 'base', value: quantity },
      };
      const commandId = await sendOne('placeOrder', {
        ...order,
        ...(limitPrice === undefined ? { type: 'market' } : { type: 'limit', limitPrice }),
      } as CommandPayload<'placeOrder'>);
      if (commandId === undefined) return;
      const clientOrderId = await orderIdOf(commandId);
      clientOrderIds.push(clientOrderId);
      if (limitPrice !== undefined) resting.push({ clientOrderId, instrument, side });
    };
    const amendOne = async ({ clientOrderId, instrument, side }: RestingOrder) => {
      const limitPrice = await restingPrice(instrument, side, 0.99 + random() * 0.004);
      await sendOne('amendOrder', {
        accountId,
        clientOrderId,
        limitPrice,
        quantity: pick<string>(instrument.quantities),
      });
    };
    /** Closes a position or part of it, or gives it a stop; nothing where there is none or the venue does not say. */
    const actOnPosition = async (instrument: Instrument) => {
      const symbol = `${instrument.base}USDT`;
      const answer = await venue.get('/v5/position/list', { category: 'linear', symbol }).catch(() => undefined);
      const rows = (answer?.result['list'] ?? []) as readonly { size: string; side: string }[];
      const held = rows.find(({ size }) => Number(size) > 0);
      if (!held) return;
      const position = {
        accountId,
        positionId: `${perpetual(instrument)}_net`,
        side: held.side === 'Buy' ? ('long' as const) : ('short' as const),
      };
      if (random() < 0.5) {
        const stopLoss = await restingPrice(instrument, held.side === 'Buy' ? 'buy' : 'sell', 0.95);
        await sendOne('setStops', { ...position, stopLoss });
      } else {
        await sendOne('closePosition', {
          ...position,
          ...(random() < 0.5 && { part: { unit: 'percent' as const, value: '50' } }),
        });
      }
    };
    let killed = 0;
    // So many orders a worker, so that the last of them is killed with orders on their way too.
    const isAhead = () => clientOrderIds.length >= ((killed + 1) * orders) / kills && killed < kills;
    const sendAll = async () => {
      for (let index = 0; clientOrderIds.length < orders; index += 1) {
        while (isAhead()) await sleep(50);
        const side = index % 2 === 0 ? 'buy' : 'sell';
        const isLimit = random() < 0.4;
        const instrument = pick(instruments);
        await placeOne(instrument, side, isLimit ? await restingPrice(instrument, side) : undefined);
        if (isLimit && random() < 0.7) await sendOne('cancelOrder', { accountId, clientOrderId: pick(clientOrderIds) });
        // Not the newest: it is hardly at the venue yet.
        if (resting.length > 1 && random() < 0.5) await amendOne(pick(resting.slice(-6, -1)));
        if (random() < 0.5) await actOnPosition(pick(instruments));
        await sleep(200 + random() * 400);
      }
      sending.abort();
    };
    const lastPrices = new Map<string, number>();
    const restingPrice = async ({ base, places }: Instrument, side: 'buy' | 'sell', share = 0.995) => {
      // While the venue misbehaves the price of before is near enough.
      const answer = await venue
        .get('/v5/market/tickers', { category: 'linear', symbol: `${base}USDT` })
        .catch(() => undefined);
      const [ticker] = (answer?.result['list'] ?? []) as readonly { lastPrice: string }[];
      const price = Number(ticker?.lastPrice ?? lastPrices.get(base) ?? 1);
      lastPrices.set(base, price);
      return (price * (side === 'buy' ? share : 2 - share)).toFixed(places);
    };
    const troubling = (async () => {
      // Each has its turn, also where the orders are few.
      for (let index = 0; index < faults.length || !sending.signal.aborted; index += 1) {
        await control(stack.simulatorUrl, 'faults', faults[index % faults.length] ?? {});
        await sleep((isShort ? 700 : 1_500) + random() * 2_000);
      }
    })();

    const all = sendAll();
    while (killed < kills) {
      await sleep(random() * 2_500);
      worker.signal('SIGKILL');
      await worker.gone;
      killed += 1;
      if (killed % 10 === 0) scope.say(`${killed} kills, ${clientOrderIds.length} orders`);
      worker = await startWorker(killed);
    }
    await all;
    await troubling;
    await fetch(`${stack.simulatorUrl}/control/faults`, { method: 'DELETE' });
    scope.say(`${killed} kills and ${clientOrderIds.length} orders done; settling`);

    const readCommands = async () => {
      const found = await db.collection(collections.commands(demoDeskId)).get();
      return new Map(found.docs.map((doc) => [doc.id, commandDocumentSchema.parse(doc.data())]));
    };
    const openCommands = async () =>
      [...(await readCommands()).values()].filter(({ status }) => !isFinal(status)).length;
    const settled = async () =>
      (await openCommands()) === 0 && Object.keys((await readTrading())?.blocked ?? {}).length === 0 ? true : undefined;
    await until('everything to settle', settled, { limitMs: 90_000, everyMs: 1_000 }).catch(() =>
      scope.say('not settled'),
    );
    await sleep(3_000);

    const commands = await readCommands();
    const atVenue = (await listOrders(venue)).filter(({ orderLinkId }) => orderLinkId.startsWith('td'));
    const byId = new Map<string, VenueRow>(atVenue.map((row) => [row.orderLinkId, row]));
    const orderCommands = [...sent].flatMap(([id, { type }]) =>
      type === 'placeOrder' || type === 'closePosition' ? [id] : [],
    );
    const expected = new Set(await Promise.all(orderCommands.map(orderIdOf)));
    const doubled = atVenue.length - byId.size + [...byId.keys()].filter((id) => !expected.has(id)).length;

    let lost = 0;
    const complain = (commandId: string, complaint: string | undefined) => {
      if (complaint === undefined) return;
      const command = commands.get(commandId);
      lost += 1;
      scope.say(`${commandId} (${command?.type} ${command?.status}: ${command?.error?.message ?? ''}): ${complaint}`);
    };
    for (const commandId of orderCommands) {
      const id = await orderIdOf(commandId);
      const row = byId.get(id);
      const stored = await db.doc(documents.order(demoDeskId, accountId, id)).get();
      const order = orderDocumentSchema.safeParse(stored.data()).data;
      complain(commandId, tellsOtherwise(commands.get(commandId)?.status, row, order));
    }
    for (const [commandId, command] of sent) {
      if (commands.get(commandId)?.status !== 'succeeded') continue;
      if (command.type === 'cancelOrder') complain(commandId, stillOpen(byId.get(command.payload.clientOrderId)));
      if (command.type !== 'amendOrder') continue;
      const { clientOrderId } = command.payload;
      const amends = [...sent.values()].filter(
        ({ type, payload }) => type === 'amendOrder' && payload.clientOrderId === clientOrderId,
      );
      // Of several, which one the venue took last is not known here.
      if (amends.length === 1) complain(commandId, otherTerms(byId.get(clientOrderId), command.payload));
    }

    for (const [ending, count] of countEndings([...commands.values()])) scope.say(`${count} ${ending}`);
    const unended = [...commands.values()].filter(({ status }) => !isFinal(status)).length;
    const sums = new Map<string, string>();
    const add = (currency: string, amount: string) =>
      sums.set(currency, addDecimals(sums.get(currency) ?? '0', amount));
    for (const { id, currency, change } of await readTransactions())
      if (!oldTransactions.has(id)) add(currency, change);
    for (const [id, { currency, amount }] of await readLedger())
      if (!oldLedger.has(id)) add(currency, subtractDecimals('0', amount));
    for (const [currency, difference] of sums) if (difference !== '0') scope.say(`${currency}: ${difference} apart`);
    const figures = {
      kills: killed,
      orders: clientOrderIds.length,
      filled: atVenue.filter(({ orderStatus }) => orderStatus === 'Filled').length,
      doubled,
      lost,
      unended,
      ledgerDiff: Math.max(0, ...[...sums.values()].map((value) => Math.abs(Number(value)))),
      blocked: Object.keys((await readTrading())?.blocked ?? {}).length,
    };
    if (names.some((name) => figures[name] !== 0)) {
      console.log(JSON.stringify({ bench: 'crash', figures }));
      throw new Error('Orders, commands or the ledger do not agree with the venue.');
    }
    return figures;
  },
);

type SentTypes = 'placeOrder' | 'cancelOrder' | 'amendOrder' | 'closePosition' | 'setStops';
/** A command that the backend took. */
type Sent = { [Name in SentTypes]: { readonly type: Name; readonly payload: CommandPayload<Name> } }[SentTypes];

interface RestingOrder {
  readonly clientOrderId: string;
  readonly instrument: Instrument;
  readonly side: 'buy' | 'sell';
}

function perpetual({ base }: Instrument): string {
  return `${base}-USDT-PERP`;
}

/** What is wrong with a cancel that is said to have succeeded. */
function stillOpen(row: VenueRow | undefined): string | undefined {
  const isOpen = row && ['New', 'PartiallyFilled', 'Untriggered'].includes(row.orderStatus);
  return isOpen ? `cancelled by us, ${row.orderStatus} at the venue` : undefined;
}

/** What is wrong with an amend that is said to have succeeded. */
function otherTerms(row: VenueRow | undefined, { limitPrice, quantity }: CommandPayload<'amendOrder'>) {
  if (!row) return 'amended by us, unknown to the venue';
  const asked = `${quantity} at ${limitPrice}`;
  return Number(row.price) === Number(limitPrice) && Number(row.qty) === Number(quantity)
    ? undefined
    : `amended to ${asked}, ${row.qty} at ${row.price} at the venue`;
}

/** How commands ended and why, the most frequent first. */
function countEndings(commands: readonly CommandDocument[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { type, status, error } of commands) {
    const ending = [type, status, error?.code, error?.message.replaceAll(/[\d.,]+/g, '#').slice(0, 90)].join(' ');
    counts.set(ending, (counts.get(ending) ?? 0) + 1);
  }
  return [...counts].toSorted(([, a], [, b]) => b - a);
}

/** What our side tells of an order that is not so at the venue; `undefined` when both agree. */
function tellsOtherwise(
  status: string | undefined,
  row: VenueRow | undefined,
  order: Pick<OrderRecord, 'status' | 'filledQuantity' | 'quantity' | 'limitPrice'> | undefined,
): string | undefined {
  if (!row) {
    if (status === 'succeeded') return 'succeeded, yet the venue has no such order';
    return order && !['rejected'].includes(order.status)
      ? `shown as ${order.status}, yet the venue has none`
      : undefined;
  }
  if (!order) return `the venue has it as ${row.orderStatus}, we have no document of it`;
  const shown: Record<string, string> = {
    New: 'working',
    PartiallyFilled: 'partly-filled',
    Filled: 'filled',
    Cancelled: 'cancelled',
    PartiallyFilledCanceled: 'cancelled',
    Rejected: 'rejected',
    Untriggered: 'untriggered',
    Deactivated: 'cancelled',
  };
  if (shown[row.orderStatus] !== order.status) return `the venue has it as ${row.orderStatus}, we as ${order.status}`;
  if (Number(row.cumExecQty) !== Number(order.filledQuantity))
    return `filled ${row.cumExecQty} at the venue, ${order.filledQuantity} with us`;
  if (Number(row.qty) !== Number(order.quantity)) return `${row.qty} at the venue, ${order.quantity} with us`;
  if (order.limitPrice !== undefined && Number(row.price) !== Number(order.limitPrice))
    return `at ${row.price} at the venue, at ${order.limitPrice} with us`;
  if (row.orderStatus !== 'Rejected' && status !== 'succeeded' && status !== 'rejected')
    return 'ended as if nothing had been sent';
  return status === 'rejected' && row.orderStatus !== 'Rejected' && row.orderStatus !== 'Cancelled'
    ? 'called rejected, yet it stands'
    : undefined;
}
