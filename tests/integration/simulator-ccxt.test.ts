import { startSimulator, type Simulator } from '../../simulator/src/simulator.ts';
import { loadExchangeClass } from '../../worker/src/brokers/load-exchange.ts';

/** What these tests use of ccxt's class; the class itself is unmodified. */
interface Bybit {
  urls: { api: unknown };
  number: unknown;
  markets: Record<string, { precision: { price: string; amount: string } }>;
  options: Record<string, unknown>;
  loadHttpProxyAgent(): Promise<void>;
  loadMarkets(): Promise<unknown>;
  fetchBalance(): Promise<Record<string, { total: string; free: string }>>;
  fetchPositions(): Promise<CcxtPosition[]>;
  fetchPosition(symbol: string): Promise<CcxtPosition>;
  fetchTicker(symbol: string): Promise<{ last: string; bid: string; ask: string }>;
  fetchOHLCV(symbol: string, timeframe: string, since?: number, limit?: number): Promise<string[][]>;
  fetchOrderBook(symbol: string, limit?: number): Promise<{ bids: string[][]; asks: string[][] }>;
  fetchFundingRateHistory(symbol: string): Promise<{ fundingRate: string }[]>;
  fetchTradingFee(symbol: string): Promise<{ maker: string; taker: string }>;
  fetchMyTrades(symbol: string): Promise<CcxtTrade[]>;
  fetchLedger(): Promise<{ type: string; amount: string }[]>;
  fetchOpenOrders(symbol: string): Promise<CcxtOrder[]>;
  fetchClosedOrders(symbol: string): Promise<CcxtOrder[]>;
  fetchTime(): Promise<number>;
  createOrder(
    symbol: string,
    type: string,
    side: string,
    amount: string,
    price?: string,
    params?: object,
  ): Promise<CcxtOrder>;
  createOrderWs(symbol: string, type: string, side: string, amount: string, price?: string): Promise<CcxtOrder>;
  editOrder(id: string, symbol: string, type: string, side: string, amount: string, price: string): Promise<CcxtOrder>;
  cancelOrder(id: string, symbol: string): Promise<CcxtOrder>;
  cancelAllOrders(symbol: string, params?: object): Promise<unknown>;
  setLeverage(leverage: number, symbol: string): Promise<unknown>;
  watchTicker(symbol: string): Promise<{ last: string }>;
  watchOrderBook(symbol: string): Promise<{ bids: string[][]; asks: string[][] }>;
  watchTrades(symbol: string): Promise<CcxtTrade[]>;
  watchOHLCV(symbol: string, timeframe: string): Promise<string[][]>;
  watchOrders(symbol?: string): Promise<CcxtOrder[]>;
  watchMyTrades(): Promise<CcxtTrade[]>;
  watchPositions(): Promise<CcxtPosition[]>;
  watchBalance(): Promise<Record<string, { total: string }>>;
  close(): Promise<void>;
}
interface CcxtPosition {
  symbol: string;
  side: string;
  contracts: string;
  entryPrice: string;
  leverage: string;
  stopLossPrice?: string;
  takeProfitPrice?: string;
}
interface CcxtOrder {
  id: string;
  status: string;
  price: string;
  filled: string;
  symbol: string;
}
interface CcxtTrade {
  price: string;
  amount: string;
  fee?: { cost: string; currency: string };
}

async function openBybit(simulator: Simulator, credentials: { apiKey: string; secret: string }): Promise<Bybit> {
  const Exchange = loadExchangeClass('bybit');
  const exchange = new Exchange({
    ...credentials,
    options: { enableUnifiedAccount: true, enableUnifiedMargin: false, defaultType: 'swap' },
  }) as unknown as Bybit;
  const { url, wsUrl } = simulator;
  const privateUrl = `${wsUrl}/v5/private`;
  exchange.number = String;
  exchange.urls.api = {
    spot: url,
    futures: url,
    v2: url,
    public: url,
    private: url,
    ws: {
      public: { spot: `${wsUrl}/v5/public/spot`, linear: `${wsUrl}/v5/public/linear` },
      private: { spot: { unified: privateUrl }, contract: privateUrl, usdc: privateUrl, trade: `${wsUrl}/v5/trade` },
    },
  };
  await exchange.loadHttpProxyAgent();
  await exchange.loadMarkets();
  return exchange;
}

const main = { apiKey: 'tapedeck-demo-main', secret: 'tapedeck-demo-main-secret' };

jest.setTimeout(30_000);

describe("ccxt's unmodified bybit class on the simulator", () => {
  let simulator: Simulator;
  let bybit: Bybit;

  beforeAll(async () => {
    simulator = await startSimulator({ port: 0 });
    bybit = await openBybit(simulator, main);
  });

  afterAll(async () => {
    await bybit.close();
    await simulator.stop();
  });

  test('it loads 12 perpetuals and 6 spot pairs with their tick and step sizes', () => {
    expect(Object.keys(bybit.markets)).toHaveLength(18);
    expect(bybit.markets['BTC/USDT:USDT']?.precision).toMatchObject({ price: '0.10', amount: '0.001' });
    expect(bybit.markets['BTC/USDT']?.precision).toMatchObject({ price: '0.1', amount: '0.000001' });
  });

  test('it reads the market', async () => {
    const ticker = await bybit.fetchTicker('BTC/USDT:USDT');
    const book = await bybit.fetchOrderBook('BTC/USDT:USDT', 50);
    const candles = await bybit.fetchOHLCV('ETH/USDT:USDT', '1h', undefined, 200);

    expect(Number(ticker.bid)).toBeLessThan(Number(ticker.ask));
    expect(book.bids).toHaveLength(50);
    expect(candles).toHaveLength(200);
    expect(await bybit.fetchFundingRateHistory('BTC/USDT:USDT')).toHaveLength(200);
    expect(await bybit.fetchTradingFee('BTC/USDT:USDT')).toMatchObject({ maker: '0.0002', taker: '0.00055' });
    expect(Math.abs((await bybit.fetchTime()) - Date.now())).toBeLessThan(1_000);
  });

  test('it reads the demo account', async () => {
    const balance = await bybit.fetchBalance();
    const positions = await bybit.fetchPositions();

    expect(balance['BTC']?.total).toBe('0.5');
    expect(positions.map(({ symbol, side, contracts }) => [symbol, side, contracts])).toEqual([
      ['BTC/USDT:USDT', 'long', '0.15'],
      ['ETH/USDT:USDT', 'short', '3.2'],
      ['SOL/USDT:USDT', 'long', '60'],
    ]);
    expect(Number(positions[2]?.stopLossPrice)).toBeLessThan(Number(positions[2]?.entryPrice));
    expect(Number(positions[2]?.takeProfitPrice)).toBeGreaterThan(Number(positions[2]?.entryPrice));
  });

  test('an order goes its whole way: placed, amended, cancelled', async () => {
    const { last } = await bybit.fetchTicker('ETH/USDT:USDT');
    const low = (Number(last) * 0.97).toFixed(2);
    const lower = (Number(last) * 0.965).toFixed(2);

    const placed = await bybit.createOrder('ETH/USDT:USDT', 'limit', 'buy', '0.5', low);
    await bybit.editOrder(placed.id, 'ETH/USDT:USDT', 'limit', 'buy', '0.4', lower);
    const [open] = await bybit.fetchOpenOrders('ETH/USDT:USDT');
    await bybit.cancelOrder(placed.id, 'ETH/USDT:USDT');

    expect(open).toMatchObject({ id: placed.id, status: 'open', price: lower });
    expect(await bybit.fetchOpenOrders('ETH/USDT:USDT')).toHaveLength(0);
  });

  test('a cancel of all goes by the lists that Bybit has: the stops of positions have to be named', async () => {
    const symbol = 'SOL/USDT:USDT';
    const { last } = await bybit.fetchTicker(symbol);
    const [low, high] = [(Number(last) * 0.97).toFixed(2), (Number(last) * 1.05).toFixed(2)];
    const placeBoth = async () => {
      await bybit.createOrder(symbol, 'limit', 'buy', '1', low);
      await bybit.createOrder(symbol, 'market', 'buy', '1', undefined, { triggerPrice: high, triggerDirection: 1 });
    };
    const stopsOf = async () => {
      const { stopLossPrice, takeProfitPrice } = await bybit.fetchPosition(symbol);
      return [stopLossPrice, takeProfitPrice].filter((price) => Number(price) > 0).length;
    };

    await placeBoth();
    await bybit.cancelAllOrders(symbol, { orderFilter: 'Order' });
    expect(await bybit.fetchOpenOrders(symbol)).toHaveLength(3);
    await bybit.cancelAllOrders(symbol, { orderFilter: 'StopOrder', stopOrderType: 'Stop' });
    expect([(await bybit.fetchOpenOrders(symbol)).length, await stopsOf()]).toEqual([2, 2]);
    await placeBoth();
    await bybit.cancelAllOrders(symbol);
    expect([(await bybit.fetchOpenOrders(symbol)).length, await stopsOf()]).toEqual([0, 0]);
  });

  test('a market order fills, pays its fee and shows in every list', async () => {
    const before = await bybit.fetchPosition('SOL/USDT:USDT');
    await bybit.createOrder('SOL/USDT:USDT', 'market', 'buy', '2');

    const [trade] = (await bybit.fetchMyTrades('SOL/USDT:USDT')).slice(-1);
    const after = await bybit.fetchPosition('SOL/USDT:USDT');
    const ledger = await bybit.fetchLedger();

    expect(Number(trade?.fee?.cost)).toBeCloseTo(Number(trade?.price) * Number(trade?.amount) * 0.00055, 6);
    expect(Number(after.contracts) - Number(before.contracts)).toBeCloseTo(2, 9);
    expect(ledger.at(-1)).toMatchObject({ type: 'trade' });
    expect((await bybit.fetchClosedOrders('SOL/USDT:USDT')).at(-1)).toMatchObject({ status: 'closed' });
  });

  test.each([
    ['too small', '0.001', 'InvalidOrder'],
    ['beyond the margin', '900', 'InsufficientFunds'],
  ])('an order %s is refused with the error ccxt knows', async (_what, amount, error) => {
    const symbol = error === 'InvalidOrder' ? 'XRP/USDT:USDT' : 'ETH/USDT:USDT';
    const quantity = error === 'InvalidOrder' ? '1.0' : amount;

    await expect(bybit.createOrder(symbol, 'market', 'buy', quantity)).rejects.toMatchObject({ name: error });
  });

  test('leverage changes once and the second time says that it was so', async () => {
    await bybit.setLeverage(7, 'ADA/USDT:USDT');
    await expect(bybit.setLeverage(7, 'ADA/USDT:USDT')).rejects.toThrow('110043');
  });

  test('an unknown order and a wrong secret are refused with the errors ccxt knows', async () => {
    const stranger = await openBybit(simulator, main);
    Reflect.set(stranger, 'secret', 'not-the-secret');

    await expect(bybit.cancelOrder('nobody', 'ETH/USDT:USDT')).rejects.toMatchObject({ name: 'OrderNotFound' });
    await expect(stranger.fetchBalance()).rejects.toMatchObject({ name: 'AuthenticationError' });
    await stranger.close();
  });

  test('spot trades move balances, the fee comes out of what was received', async () => {
    await bybit.createOrder('LTC/USDT', 'market', 'buy', '2', undefined, { marketUnit: 'baseCoin' });

    const balance = await bybit.fetchBalance();
    expect(Number(balance['LTC']?.total)).toBeCloseTo(1.998, 9);
  });

  test('the public streams run', async () => {
    const [ticker, book, trades, candles] = await Promise.all([
      bybit.watchTicker('BTC/USDT:USDT'),
      bybit.watchOrderBook('BTC/USDT:USDT'),
      bybit.watchTrades('BTC/USDT:USDT'),
      bybit.watchOHLCV('BTC/USDT:USDT', '1m'),
    ]);

    expect(Number(ticker.last)).toBeGreaterThan(0);
    expect(Number(book.bids[0]?.[0])).toBeLessThan(Number(book.asks[0]?.[0]));
    expect(trades.length).toBeGreaterThan(0);
    expect(candles.length).toBeGreaterThan(0);
  });

  test('the private streams tell of a trade', async () => {
    const told = Promise.all([
      bybit.watchOrders(),
      bybit.watchMyTrades(),
      bybit.watchBalance(),
      bybit.watchPositions(),
    ]);
    await bybit.watchPositions();
    await bybit.createOrder('DOGE/USDT:USDT', 'market', 'sell', '100');

    const [orders, trades, balance] = await told;
    expect(orders.at(-1)).toMatchObject({ symbol: 'DOGE/USDT:USDT', status: 'closed', filled: '100' });
    expect(trades).toHaveLength(1);
    expect(Number(balance['USDT']?.total)).toBeGreaterThan(0);
  });

  test('orders over the trade stream are taken too', async () => {
    const order = await bybit.createOrderWs('DOGE/USDT:USDT', 'market', 'buy', '100');
    expect(order.id).toMatch(/^[0-9a-f-]{36}$/);
  });
});
