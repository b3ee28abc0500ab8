import { ManualClock } from '../clock.ts';
import { startSimulator, type Simulator } from '../simulator.ts';
import { RecordingStream, SignedClient } from '../testing/signed-client.ts';

describe('control endpoint', () => {
  let simulator: Simulator;
  let clock: ManualClock;

  beforeEach(async () => {
    clock = new ManualClock(Date.UTC(2026, 0, 15, 12));
    simulator = await startSimulator({ port: 0, syntheticInstruments: 50 }, clock);
  });
  afterEach(() => simulator.stop());

  async function post(path: string, body: object, origin?: string): Promise<{ status: number; answer: object }> {
    const response = await fetch(`${simulator.controlUrl}${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      ...(origin === undefined ? {} : { headers: { origin } }),
    });
    return { status: response.status, answer: (await response.json()) as object };
  }
  const rows = (answer: { result: Record<string, unknown> }) => answer.result['list'] as Record<string, string>[];
  const client = (name = 'main') =>
    new SignedClient(
      simulator.url,
      { apiKey: `tapedeck-demo-${name}`, apiSecret: `tapedeck-demo-${name}-secret` },
      () => clock.now(),
    );
  const positions = async (of = client()) =>
    rows(await of.get('/v5/position/list', { category: 'linear', settleCoin: 'USDT', limit: '200' }));

  test('a trade at the venue opens a position and pushes it', async () => {
    const stream = await RecordingStream.openPrivate(simulator.wsUrl, ['position'], undefined, () => clock.now());
    await post('/orders', { account: 'main', symbol: 'ADAUSDT', side: 'Buy', qty: '500' });

    const { data } = await stream.next((frame) => frame.topic === 'position');
    expect(data).toMatchObject([{ symbol: 'ADAUSDT', side: 'Buy', size: '500' }]);
    expect((await positions()).map(({ symbol }) => symbol)).toContain('ADAUSDT');
    stream.close();
  });

  test('a position is set to a size, turned and closed at once', async () => {
    const size = async (wanted: string) => {
      await post('/positions', { account: 'main', symbol: 'BTCUSDT', size: wanted });
      const [row] = rows(await client().get('/v5/position/list', { category: 'linear', symbol: 'BTCUSDT' }));
      return [row?.['side'], row?.['size']];
    };
    expect(await size('0.3')).toEqual(['Buy', '0.300']);
    expect(await size('-0.1')).toEqual(['Sell', '0.100']);
    expect(await size('0')).toEqual(['', '0']);
  });

  test('an account with fifty positions can be opened', async () => {
    const held = Array.from({ length: 50 }, (_, index) => ({
      symbol: `TAPE${String(index + 1).padStart(2, '0')}USDT`,
      side: index % 2 === 0 ? 'Buy' : 'Sell',
      size: '10.0',
    }));
    const account = { name: 'fifty', apiKey: 'tapedeck-demo-fifty', apiSecret: 'tapedeck-demo-fifty-secret' };
    await post('/accounts', { ...account, balances: { USDT: '100000' }, positions: held });
    expect(await positions(client('fifty'))).toHaveLength(50);
  });

  test('a price is set, moved and frozen', async () => {
    const last = async () => {
      const answer = await client().get('/v5/market/tickers', { category: 'linear', symbol: 'LTCUSDT' });
      return Number(rows(answer)[0]?.['lastPrice']);
    };
    await post('/prices', { symbol: 'LTCUSDT', price: '200' });
    expect(await last()).toBeCloseTo(200, 1);
    await post('/prices', { symbol: 'LTCUSDT', moveRatio: -0.1, frozen: true });
    expect(await last()).toBeCloseTo(180, 1);
    clock.advance(120_000);
    expect(await last()).toBeCloseTo(180, 1);
    await post('/prices', { frozen: false });
    clock.advance(120_000);
    expect(await last()).not.toBeCloseTo(180, 2);
  });

  test('a fall through the stop closes the position', async () => {
    await post('/prices', { symbol: 'SOLUSDT', moveRatio: -0.2 });
    clock.advance(1_000);
    const closing = rows(await client().get('/v5/execution/list', { category: 'linear', symbol: 'SOLUSDT' }))[0];
    expect(closing).toMatchObject({ stopOrderType: 'StopLoss', createType: 'CreateByStopLoss' });
    expect((await positions()).map(({ symbol }) => symbol)).not.toContain('SOLUSDT');
  });

  test('time is moved by hand', async () => {
    const { answer } = await post('/advance', { ms: 5_000 });
    expect(answer).toEqual({ venueMs: Date.UTC(2026, 0, 15, 12, 0, 5) });
  });

  test('pages of this machine may call it, others may not', async () => {
    const own = await post('/faults', { kind: 'latency', latencyMs: 0 }, 'http://localhost:5000');
    const foreign = await post('/faults', { kind: 'latency', latencyMs: 0 }, 'https://example.com');
    expect([own.status, foreign.status]).toEqual([200, 403]);
  });

  test('the state names accounts, streams and faults', async () => {
    await post('/faults', { kind: 'rate-limit', count: 2 });
    const response = await fetch(`${simulator.controlUrl}/state`);
    const state = (await response.json()) as { accounts: { name: string }[]; faults: object[] };
    expect(state.accounts.map(({ name }) => name).toSorted()).toEqual(['main', 'swing']);
    expect(state.faults).toMatchObject([{ kind: 'rate-limit', count: 2, struck: 0 }]);
  });
});
