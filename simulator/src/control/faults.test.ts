import { once } from 'node:events';
import { connect } from 'node:net';
import { ManualClock } from '../clock.ts';
import { startSimulator, type Simulator } from '../simulator.ts';
import { RecordingStream, SignedClient, mainAccount, type StreamFrame } from '../testing/signed-client.ts';
import type { FaultInput } from './faults.ts';

const btc = { category: 'linear', symbol: 'BTCUSDT' };
const topics = ['order', 'execution', 'position', 'wallet'];

describe('faults', () => {
  let simulator: Simulator;
  let client: SignedClient;

  beforeAll(async () => {
    simulator = await startSimulator({ port: 0 });
    client = new SignedClient(simulator.url);
  });
  afterEach(async () => {
    await fetch(`${simulator.controlUrl}/faults`, { method: 'DELETE' });
  });
  afterAll(() => simulator.stop());

  async function switchOn(fault: FaultInput): Promise<void> {
    const response = await fetch(`${simulator.controlUrl}/faults`, { method: 'POST', body: JSON.stringify(fault) });
    expect(response.status).toBe(200);
  }
  const wallet = () => client.get('/v5/account/wallet-balance', { accountType: 'UNIFIED' });
  const trade = (qty: string, more: object = {}) =>
    client.post('/v5/order/create', { ...btc, side: 'Buy', orderType: 'Market', qty, ...more });
  const openStream = () => RecordingStream.openPrivate(simulator.wsUrl, topics);
  const isOf = (topic: string) => (frame: StreamFrame) => frame.topic === topic;

  test('latency delays the answer', async () => {
    await switchOn({ kind: 'latency', latencyMs: 300 });
    const sentMs = performance.now();
    await wallet();
    expect(performance.now() - sentMs).toBeGreaterThanOrEqual(295);
  });

  test('after a time-out the order stands all the same', async () => {
    await switchOn({ kind: 'timeout-after-acceptance', path: '/v5/order/create', count: 1 });
    const body = JSON.stringify({ ...btc, side: 'Buy', orderType: 'Market', qty: '0.001', orderLinkId: 'lost' });
    const request = fetch(`${simulator.url}/v5/order/create`, {
      method: 'POST',
      body,
      headers: client.headers(body),
      signal: AbortSignal.timeout(300),
    });

    await expect(request).rejects.toMatchObject({ name: 'TimeoutError' });
    const found = await client.get('/v5/order/realtime', { category: 'linear', orderLinkId: 'lost' });
    expect(found.result['list']).toMatchObject([{ orderLinkId: 'lost', orderStatus: 'Filled' }]);
  });

  test('an HTTP error strikes as often as it says, and only the path it names', async () => {
    await switchOn({ kind: 'http-error', status: 502, path: '/v5/account', count: 1 });
    const time = await fetch(`${simulator.url}/v5/market/time`);
    const first = await fetch(`${simulator.url}/v5/account/info?`, { headers: client.headers('') });
    expect([time.status, first.status]).toEqual([200, 502]);
    expect((await wallet()).retCode).toBe(0);
  });

  test.each<[FaultInput, number]>([
    [{ kind: 'rate-limit' }, 10006],
    [{ kind: 'system-error' }, 10016],
    [{ kind: 'ret-code', retCode: 10000, retMsg: 'Server Timeout' }, 10000],
    [{ kind: 'key-revoked', account: 'main' }, 10003],
  ])('%j answers with %i', async (fault, retCode) => {
    await switchOn(fault);
    expect((await wallet()).retCode).toBe(retCode);
  });

  test('a fault ends by itself', async () => {
    await switchOn({ kind: 'system-error', durationMs: 50 });
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect((await wallet()).retCode).toBe(0);
  });

  test('dropped streams are cut, one may come back when the fault was for one time', async () => {
    const stream = await openStream();
    await switchOn({ kind: 'drop-streams', scope: 'private', count: 1 });
    await stream.closed;
    const again = await openStream();
    again.close();
  });

  test('while streams are dropped none is let in', async () => {
    await switchOn({ kind: 'drop-streams' });
    await expect(openStream()).rejects.toThrow('503');
  });

  test('while the streams of one account are dropped, a new one is cut as it signs in', async () => {
    await switchOn({ kind: 'drop-streams', account: 'main' });
    const stream = await RecordingStream.open(`${simulator.wsUrl}/v5/private`);
    void stream.signIn();
    await stream.closed;
    expect(stream.frames).toEqual([]);
    await fetch(`${simulator.controlUrl}/faults`, { method: 'DELETE' });
    const again = await openStream();
    again.close();
  });

  test('a silent stream is open and says nothing', async () => {
    const stream = await openStream();
    await switchOn({ kind: 'silent-streams', scope: 'private' });
    const before = stream.frames.length;
    stream.send({ op: 'ping' });
    await trade('0.001');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(stream.frames).toHaveLength(before);
    stream.close();
  });

  test('duplicated events come twice', async () => {
    const stream = await openStream();
    await switchOn({ kind: 'duplicate-events', count: 1 });
    await trade('0.001');
    await stream.next(isOf('wallet'));
    expect(stream.ofTopic('execution')).toHaveLength(2);
    expect(stream.ofTopic('execution')[0]?.data).toEqual(stream.ofTopic('execution')[1]?.data);
    stream.close();
  });

  test('reordered events: the wallet comes before the execution that changed it', async () => {
    const stream = await openStream();
    await switchOn({ kind: 'reorder-events' });
    await trade('0.001');
    await stream.next(isOf('execution'));
    const order = stream.frames.filter(({ topic }) => topic).map(({ topic }) => topic);
    expect(order.indexOf('wallet')).toBeLessThan(order.indexOf('execution'));
    stream.close();
  });

  test('an event that was overtaken keeps the time at which it was made', async () => {
    const stream = await openStream();
    await switchOn({ kind: 'reorder-events' });
    for (let count = 0; count < 3; count += 1) {
      await trade('0.001');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const seen = new Set<StreamFrame>();
    while (seen.size < 3) seen.add(await stream.next((frame) => frame.topic === 'position' && !seen.has(frame)));
    const times = [...seen].map(({ creationTime }) => creationTime ?? 0);
    expect(times).not.toEqual(times.toSorted((a, b) => a - b));
    stream.close();
  });

  test('stale snapshots show the position of before', async () => {
    const size = async () => (await client.get('/v5/position/list', btc)).result['list'];
    const before = await size();
    await switchOn({ kind: 'stale-snapshots' });
    await trade('0.001');
    expect(await size()).toEqual(before);
    await fetch(`${simulator.controlUrl}/faults?kind=stale-snapshots`, { method: 'DELETE' });
    expect(await size()).not.toEqual(before);
  });

  test('a skewed clock shows in the answers and refuses honest times', async () => {
    await switchOn({ kind: 'clock-skew', skewMs: 60_000 });
    const { time } = await client.get('/v5/market/time');
    expect(time - Date.now()).toBeGreaterThan(59_000);
    expect((await wallet()).retCode).toBe(10002);
    const adjusted = new SignedClient(simulator.url, mainAccount, () => Date.now() + 60_000);
    expect((await adjusted.get('/v5/account/info')).retCode).toBe(0);
  });

  test('a market order fills in part and the rest is cancelled', async () => {
    await switchOn({ kind: 'partial-fills', ratio: 0.25, count: 1 });
    await trade('0.008', { orderLinkId: 'thin' });
    const found = await client.get('/v5/order/realtime', { category: 'linear', orderLinkId: 'thin' });
    expect(found.result['list']).toMatchObject([{ cumExecQty: '0.002', orderStatus: 'Cancelled' }]);
  });

  test('maintenance closes everything with 503', async () => {
    const stream = await openStream();
    await switchOn({ kind: 'maintenance' });
    await stream.closed;
    expect((await fetch(`${simulator.url}/v5/market/time`)).status).toBe(503);
    await expect(openStream()).rejects.toThrow('503');
  });

  test('a client that is gone before it hears of the maintenance harms nobody', async () => {
    await switchOn({ kind: 'maintenance' });
    const { hostname, port } = new URL(simulator.url);
    const ask = 'GET /v5/private HTTP/1.1\r\nhost: x\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n';
    for (let count = 0; count < 20; count += 1) {
      const socket = connect(Number(port), hostname);
      await once(socket, 'connect');
      socket.write(ask);
      socket.resetAndDestroy();
    }
    expect((await fetch(`${simulator.url}/v5/market/time`)).status).toBe(503);
  });

  test('a revoked key loses its streams', async () => {
    const stream = await openStream();
    await switchOn({ kind: 'key-revoked', account: 'main' });
    await stream.closed;
    const again = await RecordingStream.open(`${simulator.wsUrl}/v5/private`);
    expect(await again.signIn()).toMatchObject({ success: false, retCode: 10003 });
    again.close();
  });

  test('an unknown fault is refused with its name', async () => {
    const response = await fetch(`${simulator.controlUrl}/faults`, { method: 'POST', body: '{"kind":"rain"}' });
    expect(response.status).toBe(400);
  });

  test('durations follow the clock of the simulator', async () => {
    const clock = new ManualClock(Date.UTC(2026, 0, 15));
    const still = await startSimulator({ port: 0 }, clock);
    still.faults.add({ kind: 'maintenance', durationMs: 1_000 });
    expect((await fetch(`${still.url}/v5/market/time`)).status).toBe(503);
    clock.advance(1_000);
    expect((await fetch(`${still.url}/v5/market/time`)).status).toBe(200);
    await still.stop();
  });
});
