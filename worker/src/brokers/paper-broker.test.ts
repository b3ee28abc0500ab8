import { AppError } from '@tapedeck/core';
import { FakePaperMarket } from '../testing/fake-paper-market.ts';
import { MemoryVaults } from '../testing/memory-vault.ts';
import type { StreamEvent } from './broker.ts';
import { PaperBroker } from './paper-broker.ts';
import type { OrderPlacement } from './trading-port.ts';

const perp = 'BTC-USDT-PERP';
const positionId = `${perp}_net`;

let market: FakePaperMarket;
let vaults: MemoryVaults;
let brokers: PaperBroker[];
let sent = 0;

beforeEach(() => {
  market = new FakePaperMarket();
  vaults = new MemoryVaults();
  brokers = [];
});
afterEach(() => Promise.all(brokers.map((broker) => broker.close())));

async function open(settings: { generation?: number; createdAtMs?: number; startBalance?: string } = {}) {
  const broker = new PaperBroker({
    market,
    vault: vaults.open(),
    settings: { startBalance: '10000', generation: 0, createdAtMs: 1, ...settings },
    currency: 'USDT',
    onError: () => undefined,
  });
  brokers.push(broker);
  await broker.connect();
  return broker;
}

function draft(side: 'buy' | 'sell', parts: Partial<OrderPlacement> = {}): OrderPlacement {
  sent += 1;
  return {
    clientOrderId: `order-${sent}`,
    instrumentId: perp,
    side,
    type: 'market',
    timeInForce: 'IOC',
    quantity: '1',
    reduceOnly: false,
    slot: 'net',
    ...parts,
  };
}

const limit = (side: 'buy' | 'sell', limitPrice: string, parts: Partial<OrderPlacement> = {}) =>
  draft(side, { type: 'limit', timeInForce: 'GTC', limitPrice, ...parts });
const reference = ({ clientOrderId }: OrderPlacement) => ({ instrumentId: perp, clientOrderId });
const statusOf = async (broker: PaperBroker, order: OrderPlacement) =>
  (await broker.trading.fetchOrder(reference(order)))?.order.status;
const equityOf = async (broker: PaperBroker) => (await broker.fetchSnapshot()).figures.equity;

function listen(broker: PaperBroker): StreamEvent[] {
  const events: StreamEvent[] = [];
  broker.watch((event) => events.push(event));
  return events;
}

describe('fills', () => {
  it('takes a market order from the book as it is read for it, at the taker fee', async () => {
    const broker = await open();
    market.price = 1_100;
    await broker.trading.placeOrder(draft('buy', { quantity: '2' }));
    const [execution] = await broker.fetchExecutions(0);
    expect(execution?.fill).toMatchObject({ price: '1100.5', quantity: '2', fee: '1.21055', liquidity: 'taker' });
    expect((await broker.fetchSnapshot()).balances).toMatchObject([{ currency: 'USDT', total: '9998.78945' }]);
  });

  it('fills no more than the book holds, and cancels the rest of a market order', async () => {
    const broker = await open();
    market.askQuantity = '0.4';
    const order = draft('buy');
    await broker.trading.placeOrder(order);
    expect(await broker.trading.fetchOrder(reference(order))).toMatchObject({
      order: { status: 'cancelled', filledQuantity: '0.4' },
      reason: { code: 'no-liquidity' },
    });
  });

  it('lets an order rest until trades have gone through its price', async () => {
    const broker = await open();
    const order = limit('buy', '990');
    await broker.trading.placeOrder(order);
    await broker.fetchSnapshot();
    market.trade('sell', 995, '50');
    await broker.fetchSnapshot();
    expect(await statusOf(broker, order)).toBe('working');
    market.trade('sell', 990, '0.3');
    await broker.fetchSnapshot();
    expect(await statusOf(broker, order)).toBe('partly-filled');
    market.trade('sell', 989, '5');
    await broker.fetchSnapshot();
    expect(await statusOf(broker, order)).toBe('filled');
    const fills = await broker.fetchExecutions(0);
    expect(fills.map(({ fill }) => [fill.price, fill.quantity, fill.liquidity])).toEqual([
      ['990', '0.3', 'maker'],
      ['990', '0.7', 'maker'],
    ]);
  });

  it('counts each trade of others once, however often it is read', async () => {
    const broker = await open();
    await broker.trading.placeOrder(draft('buy', { quantity: '0.001' }));
    const order = limit('buy', '990');
    await broker.trading.placeOrder(order);
    market.trade('sell', 990, '0.3');
    for (let round = 0; round < 3; round += 1) await broker.fetchSnapshot();
    const found = await broker.trading.fetchOrder(reference(order));
    expect(found?.order.filledQuantity).toBe('0.3');
  });

  it('sends a stop to the book once the market has reached its trigger', async () => {
    const broker = await open();
    await broker.trading.placeOrder(draft('buy'));
    const stop = draft('sell', { type: 'stop', triggerPrice: '950', triggerBy: 'mark', reduceOnly: true });
    await broker.trading.placeOrder(stop);
    market.price = 949;
    await broker.fetchSnapshot();
    expect(await statusOf(broker, stop)).toBe('filled');
    expect((await broker.fetchSnapshot()).positions).toEqual([]);
  });

  it('liquidates a position whose margin is used up', async () => {
    const broker = await open({ startBalance: '200' });
    await broker.trading.placeOrder(draft('buy'));
    market.price = 790;
    expect((await broker.fetchSnapshot()).positions).toEqual([]);
    expect((await broker.fetchExecutions(0)).at(-1)?.cause).toBe('liquidation');
  });

  it('values coins bought on spot at their last price', async () => {
    const broker = await open();
    await broker.trading.placeOrder(draft('buy', { instrumentId: 'BTC-USDT-SPOT' }));
    const before = await broker.fetchSnapshot();
    expect(before.balances.find(({ currency }) => currency === 'BTC')?.total).toBe('0.999');
    market.price = 2_000;
    expect(await equityOf(broker)).toBe('10997.5');
  });
});

describe('funding', () => {
  it('is paid once for each time that fell due, also while no worker ran', async () => {
    const first = await open();
    await first.trading.placeOrder(draft('buy'));
    await first.fetchSnapshot();
    await first.close();
    const dueMs = market.nextFundingMs;
    market.funding = [0, 1].map((times) => ({ rate: '0.0001', venueMs: dueMs + times * 3_600_000 }));
    market.nextFundingMs = dueMs + 2 * 3_600_000;
    const second = await open();
    await second.fetchSnapshot();
    const changes = await second.trading.fetchBalanceChanges(0);
    expect(changes.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['deposit', '10000'],
      ['funding', '-0.1'],
      ['funding', '-0.1'],
    ]);
  });
});

describe('a restart', () => {
  it('loses nothing: balances, positions, orders, stops, fills and settings', async () => {
    const first = await open();
    await first.trading.setLeverage(perp, '5');
    await first.trading.placeOrder(draft('buy', { stopLoss: '900' }));
    const resting = limit('buy', '980');
    const ended = limit('buy', '970');
    await first.trading.placeOrder(resting);
    await first.trading.placeOrder(ended);
    await first.trading.cancelOrder(reference(ended));
    const { venueMs: _venueMs, readMs: _readMs, ...before } = await first.fetchSnapshot();
    const orders = await first.trading.fetchOrders(0);
    const executions = await first.fetchExecutions(0);
    await first.close();

    const second = await open();
    expect(await second.fetchSnapshot()).toMatchObject(before);
    expect(await second.trading.fetchOrders(0)).toEqual(orders);
    expect(await second.fetchExecutions(0)).toEqual(executions);
    expect(await second.trading.fetchSettings(perp)).toEqual({ leverage: '5', positionMode: 'netting' });
    await second.trading.placeOrder(resting);
    expect(await second.trading.fetchOpenOrders()).toHaveLength(1);
  });

  it('starts with the balance alone where the account is another of the same id', async () => {
    const first = await open();
    await first.trading.placeOrder(draft('buy'));
    await first.close();
    const second = await open({ createdAtMs: 2, startBalance: '500' });
    expect(await second.fetchSnapshot()).toMatchObject({ figures: { equity: '500' }, positions: [] });
  });
});

describe('keeping the state', () => {
  it('tells of nothing that was not kept, and has not done it', async () => {
    const broker = await open();
    const events = listen(broker);
    vaults.failure = { error: new AppError('conflict', 'Somebody else has saved.'), isSaved: false };
    const order = draft('buy');
    await expect(broker.trading.placeOrder(order)).rejects.toMatchObject({ code: 'conflict' });
    expect(events.filter(({ kind }) => kind !== 'link')).toEqual([]);
    expect(await broker.trading.fetchOrder(reference(order))).toBeUndefined();
    expect(await equityOf(broker)).toBe('10000');
  });

  it('finds an order again whose keeping had an unknown outcome', async () => {
    const broker = await open();
    vaults.failure = { error: new AppError('outcome-unknown', 'No answer.'), isSaved: true };
    const order = limit('buy', '980');
    await expect(broker.trading.placeOrder(order)).rejects.toMatchObject({ code: 'outcome-unknown' });
    expect(await statusOf(broker, order)).toBe('working');
    await broker.trading.placeOrder(order);
    expect(await broker.trading.fetchOpenOrders()).toHaveLength(1);
  });

  it('takes nothing from a broker that was left behind, until it has read what the next one did', async () => {
    const old = await open();
    const next = await open();
    const [late, theirs] = [limit('buy', '970'), limit('buy', '960')];
    await next.trading.placeOrder(theirs);
    await expect(old.trading.placeOrder(late)).rejects.toMatchObject({ code: 'conflict' });
    expect(await statusOf(old, theirs)).toBe('working');
    expect(await statusOf(old, late)).toBeUndefined();
  });

  it('is not written while nothing happens', async () => {
    const broker = await open();
    await broker.trading.placeOrder(draft('buy'));
    const { saves } = vaults;
    for (const price of [1_001, 1_002, 1_003]) {
      market.price = price;
      await broker.fetchSnapshot();
    }
    expect(vaults.saves).toBe(saves);
  });
});

describe('a reset', () => {
  it('ends orders and positions and leaves the starting balance, each step told', async () => {
    const first = await open();
    await first.trading.placeOrder(draft('buy'));
    await first.trading.placeOrder(limit('buy', '900'));
    market.price = 1_200;
    await first.fetchSnapshot();
    await first.close();
    const second = await open({ generation: 1 });
    const snapshot = await second.fetchSnapshot();
    expect(snapshot).toMatchObject({ positions: [], figures: { equity: '10000', walletBalance: '10000' } });
    expect(await second.trading.fetchOpenOrders()).toEqual([]);
    expect((await second.fetchExecutions(0)).at(-1)).toMatchObject({ positionId, closedQuantity: '1' });
    expect((await second.trading.fetchBalanceChanges(0)).map(({ kind }) => kind)).toEqual(['deposit', 'withdrawal']);
    await second.close();
    const third = await open({ generation: 1 });
    expect((await third.trading.fetchBalanceChanges(0)).map(({ kind }) => kind)).toEqual(['deposit', 'withdrawal']);
  });
});

describe('the link', () => {
  it('breaks while the market does not answer, and is told when it does again', async () => {
    const broker = await open();
    const events = listen(broker);
    market.isDown = true;
    await expect(broker.fetchSnapshot()).rejects.toMatchObject({ code: 'retryable' });
    market.isDown = false;
    await broker.fetchSnapshot();
    const links = events.map((event) => (event.kind === 'link' ? event.state : event.kind));
    expect(links).toEqual(['connecting', 'live', 'connecting', 'live']);
  });
});
