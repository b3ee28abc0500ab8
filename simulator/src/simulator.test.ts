import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Big } from 'big.js';
import { ManualClock } from './clock.ts';
import type { SimulatorOptions } from './config.ts';
import { startSimulator, type Simulator } from './simulator.ts';
import { SignedClient, mainAccount } from './testing/signed-client.ts';

const startMs = Date.UTC(2026, 0, 15, 12);
type Row = Record<string, string>;

describe('simulator', () => {
  let dir: string;
  const running: Simulator[] = [];

  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'simulator-'));
  });
  afterEach(async () => {
    for (const simulator of running.splice(0)) await simulator.stop();
    rmSync(dir, { recursive: true });
  });

  async function open(options: SimulatorOptions = {}, clock = new ManualClock(startMs)) {
    const simulator = await startSimulator({ port: 0, ...options }, clock);
    running.push(simulator);
    const client = new SignedClient(simulator.url, mainAccount, () => clock.now());
    const list = async (where: string, query: Row) => (await client.get(where, query)).result['list'] as Row[];
    return { simulator, clock, client, list };
  }

  test('the same seed and clock make the same prices and fills', async () => {
    const run = async (seed: number) => {
      const { clock, client, list } = await open({ seed });
      const order = { category: 'linear', symbol: 'ETHUSDT', side: 'Buy', orderType: 'Limit', qty: '1.00' };
      const [ticker] = await list('/v5/market/tickers', { category: 'linear', symbol: 'ETHUSDT' });
      const price = (Number(ticker?.['lastPrice']) * 0.9999).toFixed(2);
      await client.post('/v5/order/create', { ...order, price });
      clock.advance(120_000);
      return {
        candles: await list('/v5/market/kline', { category: 'linear', symbol: 'ETHUSDT', interval: '1' }),
        fills: await list('/v5/execution/list', { category: 'linear' }),
        positions: await list('/v5/position/list', { category: 'linear', settleCoin: 'USDT' }),
      };
    };
    const first = await run(5);
    expect(await run(5)).toEqual(first);
    expect((await run(6)).candles).not.toEqual(first.candles);
  });

  test('a position from the past is worth what the market says now, from the first question on', async () => {
    const { list } = await open();
    const rows = await list('/v5/position/list', { category: 'linear', settleCoin: 'USDT' });
    expect(rows.length).toBeGreaterThan(0);
    for (const { side, size, avgPrice, markPrice, unrealisedPnl } of rows) {
      const gain = new Big(markPrice ?? '')
        .minus(avgPrice ?? '')
        .times(size ?? '')
        .times(side === 'Buy' ? 1 : -1);
      // The average price is rounded on the wire.
      expect(
        gain
          .minus(unrealisedPnl ?? '')
          .abs()
          .toNumber(),
      ).toBeLessThan(0.01);
    }
  });

  test('others trade through a resting order at its own price, as maker', async () => {
    const { clock, client, list } = await open();
    const [ticker] = await list('/v5/market/tickers', { category: 'linear', symbol: 'BTCUSDT' });
    const price = (Number(ticker?.['lastPrice']) - 5).toFixed(1);
    const order = { category: 'linear', symbol: 'BTCUSDT', side: 'Buy', orderType: 'Limit', qty: '0.010', price };
    await client.post('/v5/order/create', { ...order, orderLinkId: 'resting' });
    clock.advance(300_000);
    const fills = await list('/v5/execution/list', { category: 'linear', orderLinkId: 'resting' });
    expect(fills[0]).toMatchObject({ isMaker: true, feeRate: '0.0002' });
    expect(fills.every(({ execPrice }) => Number(execPrice) === Number(price))).toBe(true);
  });

  test('what is asked is not done at once where it cannot stand: a post-only order that would take is cancelled later', async () => {
    const { client, list } = await open();
    const order = { category: 'linear', symbol: 'BTCUSDT', side: 'Buy', orderType: 'Limit', qty: '0.010' };
    const [ticker] = await list('/v5/market/tickers', { category: 'linear', symbol: 'BTCUSDT' });
    const price = (Number(ticker?.['ask1Price']) + 10).toFixed(1);
    const answer = await client.post('/v5/order/create', {
      ...order,
      price,
      timeInForce: 'PostOnly',
      orderLinkId: 'po',
    });
    expect(answer.retCode).toBe(0);
    expect(await list('/v5/order/history', { category: 'linear', orderLinkId: 'po' })).toMatchObject([
      { orderStatus: 'Cancelled', rejectReason: 'EC_PostOnlyWillTakeLiquidity', orderId: answer.result['orderId'] },
    ]);
  });

  test.each<[string, object, number]>([
    ['too small a value', { symbol: 'XRPUSDT', side: 'Buy', orderType: 'Market', qty: '0.1' }, 110094],
    ['off the step', { symbol: 'BTCUSDT', side: 'Buy', orderType: 'Market', qty: '0.0005' }, 10001],
    ['beyond the margin', { symbol: 'BTCUSDT', side: 'Buy', orderType: 'Market', qty: '100' }, 110007],
    [
      'to stop where the price is not',
      {
        symbol: 'BTCUSDT',
        side: 'Sell',
        orderType: 'Market',
        qty: '0.010',
        triggerPrice: '900000',
        triggerDirection: 2,
      },
      110093,
    ],
    ['reducing nothing', { symbol: 'ADAUSDT', side: 'Sell', orderType: 'Market', qty: '10', reduceOnly: true }, 110017],
    ['of an unknown symbol', { symbol: 'NOPEUSDT', side: 'Buy', orderType: 'Market', qty: '1' }, 10001],
  ])('an order %s is refused with its code', async (_what, order, retCode) => {
    const { client } = await open();
    expect((await client.post('/v5/order/create', { category: 'linear', ...order })).retCode).toBe(retCode);
  });

  test('an order link id is taken once', async () => {
    const { client } = await open();
    const order = {
      category: 'linear',
      symbol: 'DOGEUSDT',
      side: 'Buy',
      orderType: 'Market',
      qty: '100',
      orderLinkId: 'a',
    };
    const codes = [await client.post('/v5/order/create', order), await client.post('/v5/order/create', order)];
    expect(codes.map(({ retCode }) => retCode)).toEqual([0, 110072]);
  });

  test('a change that changes nothing says so', async () => {
    const { client } = await open();
    const linear = { category: 'linear', symbol: 'BTCUSDT' };
    const leverage = await client.post('/v5/position/set-leverage', {
      ...linear,
      buyLeverage: '10',
      sellLeverage: '10',
    });
    const mode = await client.post('/v5/position/switch-mode', { ...linear, mode: 0 });
    const margin = await client.post('/v5/position/switch-isolated', { ...linear, tradeMode: 0 });
    expect([leverage.retCode, mode.retCode, margin.retCode]).toEqual([110043, 110025, 110026]);
  });

  test('trading stops are set, seen and refused when they are the same', async () => {
    const { client, list } = await open();
    const of = { category: 'linear', symbol: 'BTCUSDT' };
    const [row] = await list('/v5/position/list', of);
    const stopLoss = (Number(row?.['markPrice']) * 0.8).toFixed(1);
    const set = () => client.post('/v5/position/trading-stop', { ...of, stopLoss, positionIdx: 0 });
    expect([(await set()).retCode, (await set()).retCode]).toEqual([0, 34040]);
    expect(Number((await list('/v5/position/list', of))[0]?.['stopLoss'])).toBe(Number(stopLoss));
  });

  test('funding is paid when due and shows as an execution and in the log', async () => {
    const { clock, list } = await open({ fundingIntervalMinutes: 1 });
    clock.advance(61_000);
    const fundings = await list('/v5/execution/list', { category: 'linear', execType: 'Funding' });
    const settled = await list('/v5/account/transaction-log', { type: 'SETTLEMENT' });
    expect(new Set(fundings.map(({ symbol }) => symbol))).toEqual(new Set(['BTCUSDT', 'ETHUSDT', 'SOLUSDT']));
    expect(settled).toHaveLength(3);
    for (const { funding, change } of settled) expect(funding).toBe(change);
  });

  test('the transaction log adds up to the wallet to the last digit', async () => {
    const { clock, client, list } = await open({ fundingIntervalMinutes: 1 });
    await client.post('/v5/order/create', {
      category: 'linear',
      symbol: 'BTCUSDT',
      side: 'Sell',
      orderType: 'Market',
      qty: '0.250',
    });
    clock.advance(121_000);
    const rows: Row[] = [];
    let cursor = '';
    do {
      const query = { currency: 'USDT', limit: '5', ...(cursor === '' ? {} : { cursor }) };
      const page = await client.get('/v5/account/transaction-log', query);
      rows.push(...(page.result['list'] as Row[]));
      cursor = String(page.result['nextPageCursor']);
    } while (cursor !== '');
    const [wallet] = (await list('/v5/account/wallet-balance', { accountType: 'UNIFIED' })) as unknown as {
      coin: Row[];
    }[];
    const usdt = wallet?.coin.find(({ coin }) => coin === 'USDT');
    const sum = rows.reduce((total, { change }) => total.plus(change ?? '0'), new Big(0));
    expect(rows.length).toBeGreaterThan(8);
    expect(sum.toFixed()).toBe(usdt?.['walletBalance']);
  });

  test('executions come in pages of at most a hundred and windows of at most a week', async () => {
    const { client, list } = await open();
    const query = { category: 'linear', startTime: String(startMs - 8 * 86_400_000), endTime: String(startMs) };
    expect((await client.get('/v5/execution/list', query)).retCode).toBe(10001);
    const page = await client.get('/v5/execution/list', { category: 'linear', limit: '2' });
    const next = await list('/v5/execution/list', {
      category: 'linear',
      limit: '2',
      cursor: String(page.result['nextPageCursor']),
    });
    expect(page.result['list']).toHaveLength(2);
    expect(next).toHaveLength(1);
  });

  test('after a restart it knows accounts, orders, positions, history and ledger again', async () => {
    const stateFile = path.join(dir, 'venue.json');
    const before = await open({ stateFile });
    const read = async ({ list }: { list: (where: string, query: Row) => Promise<Row[]> }) => [
      await list('/v5/account/wallet-balance', { accountType: 'UNIFIED' }),
      await list('/v5/position/list', { category: 'linear', settleCoin: 'USDT' }),
      await list('/v5/order/realtime', { category: 'linear', settleCoin: 'USDT' }),
      await list('/v5/execution/list', { category: 'linear' }),
      await list('/v5/account/transaction-log', {}),
    ];
    before.clock.advance(2_000);
    const known = await read(before);
    // Killed: what the last save holds is all there is.
    const after = await open({ stateFile }, new ManualClock(before.clock.now()));
    const withoutSequence = (value: unknown) => JSON.stringify(value).replaceAll(/"seq":\d+/g, '');
    expect(withoutSequence(await read(after))).toBe(withoutSequence(known));
  });

  test('a state file of another seed is refused', async () => {
    const stateFile = path.join(dir, 'venue.json');
    const { simulator } = await open({ stateFile });
    await simulator.stop();
    running.pop();
    await expect(open({ stateFile, seed: 2 })).rejects.toThrow('seed 1, not 2');
  });

  test('it stops within a second with a request unanswered', async () => {
    const simulator = await startSimulator({ port: 0 });
    simulator.faults.add({ kind: 'timeout-after-acceptance' });
    const request = fetch(`${simulator.url}/v5/market/time`).catch(() => 'cut');
    await new Promise((resolve) => setTimeout(resolve, 50));
    const stoppedMs = performance.now();
    await simulator.stop();
    expect(performance.now() - stoppedMs).toBeLessThan(1_000);
    expect(await request).toBe('cut');
  });
});
