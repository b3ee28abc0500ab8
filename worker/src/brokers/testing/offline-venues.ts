import { OfflineVenue } from './offline-venue.ts';

const filters = (tickSize: string, stepSize: string) => [
  { filterType: 'PRICE_FILTER', minPrice: tickSize, maxPrice: '1000000', tickSize },
  { filterType: 'LOT_SIZE', minQty: stepSize, maxQty: '9000', stepSize },
];

/** Binance with 5,000 USDT on futures, 1,000 USDT and 0.02 BTC on spot, and a leverage that can be set. */
export function binanceOffline(): OfflineVenue {
  let leverage = 10;
  const pair = {
    symbol: 'BTCUSDT',
    baseAsset: 'BTC',
    quoteAsset: 'USDT',
    status: 'TRADING',
    orderTypes: ['LIMIT', 'MARKET'],
  };
  const ticker = { symbol: 'BTCUSDT', lastPrice: '50000.00', bidPrice: '49999.90', askPrice: '50000.10' };
  // By these ccxt tells spot from futures.
  const spotTicker = { ...ticker, bidQty: '1.0', askQty: '1.0' };
  return new OfflineVenue().on({
    '/api/v3/time': () => ({ serverTime: Date.now() }),
    '/sapi/v1/account/apiRestrictions': () => ({ enableWithdrawals: false }),
    '/api/v3/exchangeInfo': () => ({
      symbols: [{ ...pair, isSpotTradingAllowed: true, filters: filters('0.01', '0.00001') }],
    }),
    '/sapi/v1/margin/allPairs': () => [],
    '/sapi/v1/margin/isolated/allPairs': () => [],
    '/fapi/v1/exchangeInfo': () => ({
      symbols: [{ ...pair, contractType: 'PERPETUAL', marginAsset: 'USDT', filters: filters('0.10', '0.001') }],
    }),
    '/api/v3/account': () => ({
      balances: [
        { asset: 'USDT', free: '1000.00', locked: '0.00' },
        { asset: 'BTC', free: '0.02000000', locked: '0.00000000' },
      ],
    }),
    '/fapi/v3/account': () => ({
      assets: [
        {
          asset: 'USDT',
          walletBalance: '5000.00',
          marginBalance: '5000.00',
          initialMargin: '200.00',
          availableBalance: '4800.00',
          updateTime: Date.now(),
        },
      ],
      positions: [],
    }),
    '/fapi/v1/leverageBracket': () => [{ symbol: 'BTCUSDT', brackets: [] }],
    '/fapi/v3/positionRisk': () => [],
    '/fapi/v1/symbolConfig': () => [{ symbol: 'BTCUSDT', marginType: 'CROSSED', leverage }],
    '/fapi/v1/positionSide/dual': () => ({ dualSidePosition: false }),
    '/fapi/v1/leverage': ({ fields }) => {
      leverage = Number(fields['leverage']);
      return { symbol: 'BTCUSDT', leverage, maxNotionalValue: '1000000' };
    },
    '/api/v3/ticker/24hr': ({ fields }) => (fields['symbols'] === undefined ? spotTicker : [spotTicker]),
    '/fapi/v1/ticker/24hr': () => ticker,
    '/api/v3/openOrders': () => [],
    '/fapi/v1/openOrders': () => [],
    '/api/v3/myTrades': () => [],
    '/fapi/v1/userTrades': () => [],
    'POST /fapi/v1/order': ({ fields }) => ({
      orderId: 7,
      symbol: 'BTCUSDT',
      clientOrderId: fields['newClientOrderId'],
    }),
    'POST /api/v3/order': ({ fields }) => ({
      orderId: 8,
      symbol: 'BTCUSDT',
      clientOrderId: fields['newClientOrderId'],
    }),
  });
}

/** OKX with 3,000 USDT, of which 2,900 are free, and 0.01 BTC. */
export function okxOffline(): OfflineVenue {
  let lever = '10';
  const data = (...rows: readonly object[]) => ({ code: '0', msg: '', data: rows });
  const ticker = { instId: 'BTC-USDT', last: '50000', bidPx: '49999.9', askPx: '50000.1' };
  return new OfflineVenue().on({
    '/api/v5/public/time': () => data({ ts: String(Date.now()) }),
    '/api/v5/account/config': () => data({ perm: 'read_only,trade', posMode: 'net_mode', uid: '1', mainUid: '1' }),
    '/api/v5/public/instruments': ({ fields }) => {
      const terms = { state: 'live', tickSz: '0.1', minSz: '0.01' };
      if (fields['instType'] === 'SPOT') {
        const spot = { instType: 'SPOT', instId: 'BTC-USDT', baseCcy: 'BTC', quoteCcy: 'USDT', lotSz: '0.00000001' };
        return data({ ...terms, ...spot, minSz: '0.00001' });
      }
      const swap = { instType: 'SWAP', instId: 'BTC-USDT-SWAP', uly: 'BTC-USDT', settleCcy: 'USDT', ctType: 'linear' };
      return data({ ...terms, ...swap, lotSz: '0.01', ctVal: '0.01', ctValCcy: 'BTC', lever: '100' });
    },
    '/api/v5/account/balance': () =>
      data({
        uTime: String(Date.now()),
        details: [
          { ccy: 'USDT', eq: '3000', availEq: '2900', availBal: '2900', frozenBal: '100' },
          { ccy: 'BTC', eq: '0.01', availEq: '0.01', availBal: '0.01', frozenBal: '0' },
        ],
      }),
    '/api/v5/account/positions': () => data(),
    '/api/v5/account/leverage-info': () => data({ instId: 'BTC-USDT-SWAP', lever, mgnMode: 'cross', posSide: 'net' }),
    '/api/v5/account/set-leverage': ({ fields }) => {
      lever = fields['lever'] ?? lever;
      return data({ instId: 'BTC-USDT-SWAP', lever, mgnMode: 'cross', posSide: '' });
    },
    '/api/v5/market/tickers': () => data(ticker),
    '/api/v5/market/ticker': ({ fields }) => data({ ...ticker, instId: fields['instId'] }),
    '/api/v5/trade/orders-pending': () => data(),
    '/api/v5/trade/fills-history': () => data(),
    '/api/v5/trade/batch-orders': ({ fields }) =>
      data({ ordId: '9', clOrdId: fields['clOrdId'], sCode: '0', sMsg: '', tag: '' }),
  });
}

/** Kraken with 2,000 USDT, of which 500 are held for orders, and 0.05 BTC. */
export function krakenOffline(): OfflineVenue {
  const answer = (result: unknown) => ({ error: [], result });
  const ticker = {
    a: ['50000.1', '1', '1'],
    b: ['49999.9', '1', '1'],
    c: ['50000.0', '1'],
    v: ['1', '2'],
    p: ['1', '1'],
  };
  return new OfflineVenue().on({
    '/0/public/Time': () => answer({ unixtime: Math.floor(Date.now() / 1_000) }),
    '/0/private/GetApiKeyInfo': () => answer({ permissions: ['query-funds', 'modify-trades'] }),
    '/0/public/AssetPairs': () =>
      answer({
        XBTUSDT: {
          altname: 'XBTUSDT',
          wsname: 'XBT/USDT',
          base: 'XXBT',
          quote: 'USDT',
          pair_decimals: 1,
          lot_decimals: 8,
          ordermin: '0.0001',
          costmin: '0.5',
          status: 'online',
          fees: [[0, 0.4]],
          fees_maker: [[0, 0.25]],
          leverage_buy: [],
          leverage_sell: [],
        },
      }),
    '/0/private/BalanceEx': () =>
      answer({ USDT: { balance: '2000.0', hold_trade: '500.0' }, XXBT: { balance: '0.05', hold_trade: '0' } }),
    '/0/public/Ticker': () => answer({ XBTUSDT: { ...ticker, l: ['1', '1'], h: ['1', '1'], o: '49000' } }),
    '/0/private/OpenOrders': () => answer({ open: {} }),
    '/0/private/TradesHistory': () => answer({ trades: {}, count: 0 }),
    '/0/private/AddOrder': () =>
      answer({ descr: { order: 'buy 0.01 XBTUSDT @ limit 45000.0' }, txid: ['OTEST-00001-AAAAAA'] }),
  });
}
