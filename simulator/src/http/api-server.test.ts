import { ManualClock } from '../clock.ts';
import { startSimulator, type Simulator } from '../simulator.ts';
import { SignedClient, mainAccount } from '../testing/signed-client.ts';

const startMs = Date.UTC(2026, 0, 15, 12);

describe('REST', () => {
  let simulator: Simulator;
  let clock: ManualClock;
  let client: SignedClient;

  beforeEach(async () => {
    clock = new ManualClock(startMs);
    simulator = await startSimulator({ port: 0 }, clock);
    client = new SignedClient(simulator.url, mainAccount, () => clock.now());
  });

  afterEach(() => simulator.stop());

  const wallet = (of: SignedClient) => of.get('/v5/account/wallet-balance', { accountType: 'UNIFIED' });

  test('a signed request is answered in the envelope of v5', async () => {
    const answer = await wallet(client);
    expect(answer).toMatchObject({ retCode: 0, retMsg: 'OK', retExtInfo: {}, time: startMs });
  });

  test('an unknown key is refused with 10003', async () => {
    const stranger = new SignedClient(simulator.url, { apiKey: 'nobody', apiSecret: 'x' }, () => clock.now());
    expect((await wallet(stranger)).retCode).toBe(10003);
  });

  test('a signature by another secret is refused with 10004', async () => {
    const forger = new SignedClient(simulator.url, { ...mainAccount, apiSecret: 'x' }, () => clock.now());
    expect((await wallet(forger)).retCode).toBe(10004);
  });

  test.each([-5_001, 1_001])('a clock off by %d ms is refused with 10002', async (skewMs) => {
    const skewed = new SignedClient(simulator.url, mainAccount, () => clock.now() + skewMs);
    expect((await wallet(skewed)).retCode).toBe(10002);
  });

  test('a request without a signature is refused with 10001', async () => {
    const response = await fetch(`${simulator.url}/v5/account/info`);
    expect(await response.json()).toMatchObject({ retCode: 10001 });
  });

  test('an unknown path is refused with 10017', async () => {
    expect((await client.get('/v5/nothing')).retCode).toBe(10017);
  });

  test('the eleventh change in a second is refused with 10006, the next second is free', async () => {
    const cancel = () => client.post('/v5/order/cancel', { category: 'linear', symbol: 'BTCUSDT', orderId: 'x' });
    const codes = [];
    for (let i = 0; i < 11; i += 1) codes.push((await cancel()).retCode);

    expect(codes).toEqual([...Array<number>(10).fill(110001), 10006]);
    clock.advance(1_000);
    expect((await cancel()).retCode).toBe(110001);
  });

  test('headers tell what is left of the limit', async () => {
    const response = await fetch(`${simulator.url}/v5/account/info?`, { headers: client.headers('') });
    expect(response.headers.get('x-bapi-limit')).toBe('50');
    expect(response.headers.get('x-bapi-limit-status')).toBe('49');
  });

  test('an address with too many requests is locked out with 403', async () => {
    await simulator.stop();
    simulator = await startSimulator({ port: 0, ipLimit: 3, ipBanMs: 60_000 }, clock);
    const status = async () => (await fetch(`${simulator.url}/v5/market/time`)).status;

    expect([await status(), await status(), await status(), await status()]).toEqual([200, 200, 200, 403]);
    clock.advance(59_000);
    expect(await status()).toBe(403);
    clock.advance(1_000);
    expect(await status()).toBe(200);
  });
});
