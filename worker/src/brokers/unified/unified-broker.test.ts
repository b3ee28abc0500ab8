import { checkAtBroker } from '../../testing/check-at-broker.ts';
import type { OfflineVenue } from '../testing/offline-venue.ts';
import { binanceOffline, krakenOffline, okxOffline } from '../testing/offline-venues.ts';
import type { TradingPort } from '../trading-port.ts';
import { UnifiedBroker } from './unified-broker.ts';

const perpetual = 'BTC-USDT-PERP';
const spot = 'BTC-USDT-SPOT';
const opened: UnifiedBroker[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((broker) => broker.close()));
});

async function open(exchangeId: string, venue: OfflineVenue): Promise<UnifiedBroker & { trading: TradingPort }> {
  const broker = new UnifiedBroker({
    exchangeId,
    environment: 'live',
    credentials: { apiKey: 'key', secret: 'c2VjcmV0c2VjcmV0', passphrase: 'pass' },
    currency: 'USDT',
    fetch: venue.fetch,
  });
  opened.push(broker);
  await broker.connect();
  if (!broker.trading) throw new Error('not traded on');
  return broker as UnifiedBroker & { trading: TradingPort };
}

describe('figures of an account', () => {
  it.each([
    // 1,000 and 5,000 USDT and 0.02 BTC at 50,000; free is what futures have free.
    ['binance', binanceOffline, { equity: '7000', walletBalance: '7000', freeMargin: '4800' }],
    ['okx', okxOffline, { equity: '3500', walletBalance: '3500', freeMargin: '2900' }],
  ])('at %s count other coins by its own prices and tell the free margin', async (exchangeId, start, figures) => {
    const broker = await open(exchangeId, start());
    expect((await broker.fetchSnapshot()).figures).toEqual({ ...figures, unrealisedPnl: '0' });
  });

  it('at kraken count other coins and tell no margin: it is spot alone', async () => {
    const broker = await open('kraken', krakenOffline());
    const { figures } = await broker.fetchSnapshot();
    expect(figures).toEqual({ equity: '4500', walletBalance: '4500', unrealisedPnl: '0' });
  });

  it('are not known with a coin that has no price, but for the free margin', async () => {
    const venue = okxOffline();
    const row = { ccy: 'RARE', eq: '1', availEq: '1', availBal: '1', frozenBal: '0' };
    venue.on({ '/api/v5/account/balance': () => ({ code: '0', data: [{ details: [row] }] }) });
    const broker = await open('okx', venue);
    expect((await broker.fetchSnapshot()).figures).toEqual({ freeMargin: '0' });
  });

  it('are read though prices cannot be', async () => {
    const venue = okxOffline();
    venue.on({ '/api/v5/market/tickers': () => ({ code: '50001', msg: 'Service temporarily unavailable', data: [] }) });
    const broker = await open('okx', venue);
    expect((await broker.fetchSnapshot()).figures).toEqual({ freeMargin: '2900' });
  });
});

describe('an entry passes the gates with what the broker tells', () => {
  it.each([
    ['binance', perpetual, binanceOffline],
    ['binance', spot, binanceOffline],
    ['okx', perpetual, okxOffline],
    ['okx', spot, okxOffline],
    ['kraken', spot, krakenOffline],
  ])('at %s in %s', async (exchangeId, instrumentId, start) => {
    const broker = await open(exchangeId, start());
    expect((await checkAtBroker(broker, { instrumentId })).denials).toEqual([]);
    expect((await checkAtBroker(broker, { instrumentId, quantity: { unit: 'base', value: '9' } })).denials).not.toEqual(
      [],
    );
  });
});

describe('settings', () => {
  it.each([
    ['binance', binanceOffline, '10'],
    ['okx', okxOffline, '10'],
  ])('at %s tell the leverage, which shows what was set', async (exchangeId, start, before) => {
    const { trading } = await open(exchangeId, start());
    expect(await trading.fetchSettings(perpetual)).toEqual({ leverage: before, positionMode: 'netting' });
    await trading.setLeverage(perpetual, '7');
    expect(await trading.fetchSettings(perpetual)).toMatchObject({ leverage: '7' });
    await expect(trading.setLeverage(perpetual, '7.5')).rejects.toMatchObject({ code: 'unsupported' });
  });
});

it.each([
  ['binance', binanceOffline, ['trigger orders']],
  ['okx', okxOffline, ['trigger orders']],
  ['kraken', krakenOffline, []],
])('%s says what it does not read', async (exchangeId, start, unseen) => {
  const { trading } = await open(exchangeId, start());
  expect(trading.unseen).toEqual(unseen);
});

describe('a request for an order', () => {
  const placement = {
    clientOrderId: 'td0123456789abcdefghijklmnopqrst',
    side: 'buy',
    type: 'limit',
    timeInForce: 'GTC',
    quantity: '0.01',
    limitPrice: '45000',
    reduceOnly: false,
    slot: 'net',
  } as const;

  it('to binance is refused there once it is five seconds old', async () => {
    const venue = binanceOffline();
    const { trading } = await open('binance', venue);
    await trading.placeOrder({ ...placement, instrumentId: perpetual });
    await trading.placeOrder({ ...placement, instrumentId: spot });
    for (const path of ['/fapi/v1/order', '/api/v3/order']) {
      expect(venue.asked(path)[0]?.fields).toMatchObject({ recvWindow: '5000' });
    }
  });

  it('to okx carries its deadline in a header', async () => {
    const venue = okxOffline();
    const { trading } = await open('okx', venue);
    await trading.placeOrder({ ...placement, instrumentId: perpetual });
    const leftMs = Number(venue.asked('/api/v5/trade/batch-orders')[0]?.headers['expTime']) - Date.now();
    expect(leftMs).toBeGreaterThan(3_500);
    expect(leftMs).toBeLessThanOrEqual(6_000);
  });

  it('to kraken carries its deadline in a signed field', async () => {
    const venue = krakenOffline();
    const { trading } = await open('kraken', venue);
    await trading.placeOrder({ ...placement, instrumentId: spot });
    const leftMs = Date.parse(venue.asked('/0/private/AddOrder')[0]?.fields['deadline'] ?? '') - Date.now();
    expect(leftMs).toBeGreaterThan(3_500);
    expect(leftMs).toBeLessThanOrEqual(6_000);
  });

  it.each([
    ['binance', binanceOffline, '/fapi/v1/order', 'timeInForce'],
    ['okx', okxOffline, '/api/v5/trade/batch-orders', 'px'],
  ])('at the market names no time in force to %s', async (exchangeId, start, path, absent) => {
    const venue = start();
    const { trading } = await open(exchangeId, venue);
    const market = { type: 'market', timeInForce: 'IOC', limitPrice: undefined } as const;
    await trading.placeOrder({ ...placement, ...market, instrumentId: perpetual });
    const { fields } = venue.asked(path)[0] ?? {};
    expect(fields).not.toHaveProperty(absent);
    expect((fields?.['type'] ?? fields?.['ordType'])?.toLowerCase()).toBe('market');
  });
});

const dayMs = 86_400_000;

describe('fills of many pages', () => {
  const startMs = Date.now() - 30 * dayMs;
  const timesOf = (count: number) => Array.from({ length: count }, (_each, index) => startMs + index * 1_000);

  it('at kraken, which tells the newest 50, are all found', async () => {
    const venue = krakenOffline();
    venue.on({
      '/0/private/TradesHistory': ({ fields }) => {
        const [start, end] = [Number(fields['start'] ?? 0), Number(fields['end'] ?? Number.POSITIVE_INFINITY)];
        const asked = timesOf(120).filter((ms) => ms / 1_000 >= start && ms / 1_000 <= end);
        const rows = asked
          .slice(-50)
          .map((ms) => [
            `T${ms}`,
            { ordertxid: 'O1', pair: 'XBTUSDT', time: ms / 1_000, type: 'buy', price: '50000', vol: '0.1', fee: '0.1' },
          ]);
        return { error: [], result: { trades: Object.fromEntries(rows), count: asked.length } };
      },
    });
    const broker = await open('kraken', venue);
    expect(await broker.fetchExecutions(startMs - 60_000)).toHaveLength(120);
  });

  it('at okx, which tells the newest 100, are all found', async () => {
    const venue = okxOffline();
    venue.on({
      '/api/v5/trade/fills-history': ({ fields }) => {
        const [begin, end] = [Number(fields['begin'] ?? 0), Number(fields['end'] ?? Number.POSITIVE_INFINITY)];
        const asked = fields['instType'] === 'SWAP' ? timesOf(250).filter((ms) => ms >= begin && ms <= end) : [];
        const fill = { instId: 'BTC-USDT-SWAP', ordId: '1', side: 'buy', fillPx: '50000', fillSz: '1', posSide: 'net' };
        const row = { ...fill, instType: 'SWAP', fee: '-0.1', feeCcy: 'USDT', execType: 'T' };
        const data = asked.slice(-100).map((ms) => ({ ...row, tradeId: String(ms), ts: String(ms) }));
        return { code: '0', msg: '', data: data.toReversed() };
      },
    });
    const broker = await open('okx', venue);
    expect(await broker.fetchExecutions(startMs - 60_000)).toHaveLength(250);
  });

  it('at binance, which looks a week ahead, are found in the weeks after', async () => {
    const venue = binanceOffline();
    const time = startMs + 17 * dayMs;
    const row = { symbol: 'BTCUSDT', id: 5, orderId: 4, price: '50000', qty: '0.01', side: 'BUY', time };
    venue.on({
      '/fapi/v1/userTrades': ({ fields }) => {
        const from = Number(fields['startTime']);
        const within = time >= from && time <= Number(fields['endTime'] ?? from + 7 * dayMs);
        return within ? [{ ...row, commission: '0.2', commissionAsset: 'USDT', maker: false }] : [];
      },
    });
    const broker = await open('binance', venue);
    expect(await broker.fetchExecutions(startMs, [perpetual])).toHaveLength(1);
  });
});

describe('fills', () => {
  it('at binance are asked for of instruments that others remember', async () => {
    const venue = binanceOffline();
    const row = { symbol: 'BTCUSDT', id: 5, orderId: 4, price: '50000', qty: '0.01', time: Date.now(), side: 'BUY' };
    venue.on({ '/fapi/v1/userTrades': () => [{ ...row, commission: '0.2', commissionAsset: 'USDT', maker: false }] });
    const broker = await open('binance', venue);
    expect(await broker.fetchExecutions(Date.now() - 1_000)).toEqual([]);
    const executions = await broker.fetchExecutions(Date.now() - 1_000, [perpetual, 'GONE-USDT-PERP']);
    expect(executions).toMatchObject([{ fill: { id: '5', instrumentId: perpetual, quantity: '0.01' } }]);
  });
});
