import { startSimulator, type Simulator } from './simulator.ts';
import { RecordingStream, SignedClient, type StreamFrame } from './testing/signed-client.ts';

const shared = { category: 'linear', symbol: 'BTCUSDT' };

/** One message of every kind, as a freshly started simulator sends it. */
export async function collectSamples(): Promise<ReadonlyMap<string, unknown>> {
  const simulator = await startSimulator({ port: 0, fundingIntervalMinutes: 1 });
  try {
    const samples = new Map<string, unknown>();
    await collectStreams(simulator, samples);
    await collectRest(simulator, samples);
    return samples;
  } finally {
    await simulator.stop();
  }
}

async function collectRest({ url }: Simulator, samples: Map<string, unknown>): Promise<void> {
  const client = new SignedClient(url);
  const order = { ...shared, side: 'Buy', orderType: 'Limit', qty: '0.010' };
  const { result: ticker } = await client.get('/v5/market/tickers', shared);
  const [row] = ticker['list'] as { lastPrice: string }[];
  const price = (Number(row?.lastPrice) * 0.995).toFixed(1);
  samples.set('create-order', await client.post('/v5/order/create', { ...order, price, orderLinkId: 'sample-1' }));
  samples.set(
    'amend-order',
    await client.post('/v5/order/amend', { ...shared, orderLinkId: 'sample-1', qty: '0.011' }),
  );
  samples.set('cancel-order', await client.post('/v5/order/cancel', { ...shared, orderLinkId: 'sample-1' }));
  await client.post('/v5/order/create', { ...order, price, orderLinkId: 'sample-2' });
  samples.set('orders', await client.get('/v5/order/realtime', shared));
  samples.set('cancel-all', await client.post('/v5/order/cancel-all', shared));
  await client.post('/v5/order/create', { ...shared, side: 'Sell', orderType: 'Market', qty: '0.010' });
  const reads: readonly (readonly [name: string, path: string, query: Record<string, string>])[] = [
    ['wallet-balance', '/v5/account/wallet-balance', { accountType: 'UNIFIED' }],
    ['wallet-balance coin', '/v5/account/wallet-balance', { accountType: 'UNIFIED' }],
    ['account-info', '/v5/account/info', {}],
    ['fee-rate', '/v5/account/fee-rate', shared],
    ['transaction-log', '/v5/account/transaction-log', {}],
    ['query-api', '/v5/user/query-api', {}],
    ['positions', '/v5/position/list', { category: 'linear', settleCoin: 'USDT' }],
    ['closed-pnl', '/v5/position/closed-pnl', { category: 'linear' }],
    ['executions', '/v5/execution/list', { category: 'linear' }],
    ['instruments linear', '/v5/market/instruments-info', { category: 'linear' }],
    ['instruments spot', '/v5/market/instruments-info', { category: 'spot' }],
    ['tickers linear', '/v5/market/tickers', shared],
    ['tickers spot', '/v5/market/tickers', { category: 'spot', symbol: 'BTCUSDT' }],
    ['orderbook', '/v5/market/orderbook', shared],
    ['kline', '/v5/market/kline', { ...shared, interval: '5', limit: '3' }],
    ['mark-price-kline', '/v5/market/mark-price-kline', { ...shared, interval: '5', limit: '3' }],
    ['recent-trade', '/v5/market/recent-trade', { ...shared, limit: '3' }],
    ['funding-history', '/v5/market/funding/history', { ...shared, limit: '3' }],
    ['time', '/v5/market/time', {}],
  ];
  for (const [name, path, query] of reads) samples.set(name, await client.get(path, query));
}

async function collectStreams({ url, wsUrl }: Simulator, samples: Map<string, unknown>): Promise<void> {
  const client = new SignedClient(url);
  const own = await RecordingStream.openPrivate(wsUrl, ['order', 'execution', 'position', 'wallet']);
  await client.post('/v5/order/create', { ...shared, side: 'Buy', orderType: 'Market', qty: '0.010' });
  for (const topic of ['order', 'execution', 'position', 'wallet']) {
    samples.set(`ws ${topic}`, await own.next((frame) => frame.topic === topic));
  }
  samples.set('ws wallet coin', samples.get('ws wallet'));
  own.close();

  const linear = await RecordingStream.open(`${wsUrl}/v5/public/linear`);
  const topics = ['tickers.BTCUSDT', 'kline.5.BTCUSDT', 'orderbook.50.BTCUSDT', 'publicTrade.BTCUSDT'];
  linear.send({ op: 'subscribe', req_id: 'sample', args: topics });
  const ofTopic = (prefix: string) => (frame: StreamFrame) => frame.topic?.startsWith(prefix) ?? false;
  samples.set('ws subscribe', await linear.next((frame) => frame.op === 'subscribe'));
  samples.set('ws ticker linear', await linear.next(ofTopic('tickers')));
  samples.set('ws kline', await linear.next(ofTopic('kline')));
  samples.set('ws orderbook', await linear.next(ofTopic('orderbook')));
  samples.set('ws trade', await linear.next(ofTopic('publicTrade')));
  linear.close();

  const spot = await RecordingStream.open(`${wsUrl}/v5/public/spot`);
  spot.send({ op: 'subscribe', args: ['invalid.topic.BTCUSDT'] });
  samples.set('ws subscribe failure', await spot.next((frame) => frame.success === false));
  spot.send({ op: 'subscribe', args: ['tickers.BTCUSDT'] });
  samples.set('ws ticker spot', await spot.next(ofTopic('tickers')));
  spot.close();

  const trade = await RecordingStream.open(`${wsUrl}/v5/trade`);
  samples.set('ws auth', await trade.signIn());
  const order = { ...shared, side: 'Buy', orderType: 'Market', qty: '0.001' };
  trade.send({ op: 'order.create', reqId: 'sample', args: [order] });
  samples.set('ws order response', await trade.next((frame) => frame.op === 'order.create'));
  trade.close();

  const stranger = await RecordingStream.open(`${wsUrl}/v5/private`);
  samples.set('ws auth failure', await stranger.signIn({ apiKey: 'nobody', apiSecret: 'nothing' }));
  stranger.close();
}
