import type { AppError } from '@tapedeck/core';
import { CcxtBroker, type CcxtBrokerOptions } from './ccxt-broker.ts';
import { FakeVenue } from './testing/fake-venue.ts';

const credentials = { apiKey: 'PLANTEDKEY0123456789', secret: 'planted-secret-abcdef' };
const positionPath = '/v5/position/list';
const executionPath = '/v5/execution/list';

const position = (symbol: string, change: object = {}) => ({
  symbol,
  positionIdx: 0,
  side: 'Buy',
  size: '0.5',
  avgPrice: '50000',
  markPrice: '50500',
  ...change,
});

const execution = (execId: string, change: object = {}) => ({
  symbol: 'BTCUSDT',
  execId,
  execType: 'Trade',
  orderId: `order-${execId}`,
  side: 'Buy',
  execPrice: '50000',
  execQty: '0.5',
  execFee: '1',
  execTime: '1746270400353',
  ...change,
});

let venue: FakeVenue;
let simulatorUrl: string;
let broker: CcxtBroker | undefined;
let refused: AppError[];

async function connect(options: Partial<CcxtBrokerOptions> = {}): Promise<CcxtBroker> {
  broker = new CcxtBroker({
    environment: 'simulated',
    credentials,
    simulatorUrl,
    onRefused: (error) => refused.push(error),
    ...options,
  });
  await broker.connect();
  return broker;
}

/** Open positions of USDT; none of USDC. */
function holds(...rows: readonly object[]): void {
  venue.on(positionPath, ({ query }) => ({
    result: { category: 'linear', list: query['settleCoin'] === 'USDT' ? rows : [], nextPageCursor: 'more' },
  }));
}

beforeEach(async () => {
  venue = new FakeVenue();
  simulatorUrl = await venue.listen();
  refused = [];
});

afterEach(async () => {
  await broker?.close();
  broker = undefined;
  await venue.close();
});

describe('connect', () => {
  it('knows the instruments and the clock of the venue', async () => {
    venue.skewMs = 30_000;
    const { instruments, clockSkewMs } = await connect().then((it) => ({
      instruments: it.instruments(),
      clockSkewMs: it.clockSkewMs(),
    }));
    expect([...instruments.keys()].toSorted()).toEqual(['BTC-USDT-PERP', 'BTC-USDT-SPOT', 'ETH-USDT-PERP']);
    expect(instruments.get('BTC-USDT-PERP')).toMatchObject({ tickSize: '0.1', stepSize: '0.001', minNotional: '5' });
    expect(instruments.get('BTC-USDT-SPOT')).toMatchObject({ tickSize: '0.01', stepSize: '0.000001' });
    expect(clockSkewMs).toBeGreaterThan(29_500);
    expect(clockSkewMs).toBeLessThan(30_500);
  });

  it('refuses a key that may withdraw', async () => {
    venue.on('/v5/user/query-api', () => ({ result: { permissions: { Wallet: ['AccountTransfer', 'Withdraw'] } } }));
    await expect(connect()).rejects.toMatchObject({
      code: 'unauthorized-at-broker',
      message: expect.stringContaining('may withdraw') as string,
    });
  });

  it('refuses a classic account', async () => {
    venue.on('/v5/account/info', () => ({ result: { marginMode: 'REGULAR_MARGIN', unifiedMarginStatus: 1 } }));
    await expect(connect()).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('succeeds after a failure', async () => {
    venue.on('/v5/account/info', () => ({ status: 503, body: 'down' }));
    await expect(connect()).rejects.toMatchObject({ code: 'retryable' });
    venue.on('/v5/account/info', () => ({ result: { marginMode: 'ISOLATED_MARGIN', unifiedMarginStatus: 3 } }));
    await broker?.connect();
    holds(position('BTCUSDT'));
    expect((await broker?.fetchSnapshot())?.positions[0]?.marginMode).toBe('isolated');
  });

  it('needs the address of the simulator for a simulated account, and no broker for a paper one', async () => {
    await expect(connect({ simulatorUrl: undefined })).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(connect({ environment: 'paper' })).rejects.toMatchObject({ code: 'unsupported' });
  });

  it.each([
    ['a refused key', { retCode: 10003, retMsg: `API key ${credentials.apiKey} is invalid.` }],
    ['a wrong signature', { retCode: 10004, retMsg: `error sign! origin_string[1746${credentials.apiKey}5000]` }],
    ['an unknown code', { retCode: 99_999, retMsg: `no: ${credentials.apiKey} ${credentials.secret}` }],
    ['a bare status', { status: 500, body: `<html>${credentials.apiKey}</html>` }],
  ])('lets no key out in the error of %s', async (_name, answer) => {
    venue.on('/v5/account/info', () => answer);
    const error: unknown = await connect().catch((thrown: unknown) => thrown);
    const { message, details, cause, stack } = error as AppError;
    const everything = JSON.stringify({ message, details, cause, stack });
    for (const leak of [...Object.values(credentials), 'origin_string', 'http://', '<html>']) {
      expect(everything).not.toContain(leak);
    }
  });
});

describe('fetchSnapshot', () => {
  it('reads wallet and positions, and takes the oldest of the venue times', async () => {
    venue.on('/v5/account/wallet-balance', () => ({
      result: { list: [{ totalEquity: '1250.00', coin: [{ coin: 'USDT', walletBalance: '1000', locked: '1' }] }] },
    }));
    holds(position('BTCUSDT'), position('ETHUSDT', { side: 'Sell' }));
    const before = Date.now();
    const snapshot = await (await connect()).fetchSnapshot();
    expect(snapshot.figures).toEqual({ equity: '1250' });
    expect(snapshot.balances).toEqual([{ currency: 'USDT', total: '1000', locked: '1', free: '999' }]);
    expect(snapshot.positions.map(({ id, side }) => [id, side])).toEqual([
      ['BTC-USDT-PERP_net', 'long'],
      ['ETH-USDT-PERP_net', 'short'],
    ]);
    expect(snapshot.venueMs).toBeGreaterThanOrEqual(before);
    expect(snapshot.readMs).toBeGreaterThanOrEqual(snapshot.venueMs);
    expect(venue.asked(positionPath).map(({ query }) => query['settleCoin'])).toEqual(['USDT', 'USDC']);
  });

  it('follows full pages to the end', async () => {
    venue.linearSymbols = Array.from({ length: 201 }, (_, index) => `C${index}USDT`);
    const rows = venue.linearSymbols.map((symbol) => position(symbol));
    venue.on(positionPath, ({ query }) => {
      if (query['settleCoin'] !== 'USDT') return { result: { list: [], nextPageCursor: '' } };
      const second = query['cursor'] === 'page two';
      return { result: { list: second ? rows.slice(200) : rows.slice(0, 200), nextPageCursor: 'page two' } };
    });
    expect((await (await connect()).fetchSnapshot()).positions).toHaveLength(201);
  });

  it('is refused as a whole when one position contradicts itself', async () => {
    holds(position('ETHUSDT'), position('BTCUSDT', { side: '' }));
    await expect((await connect()).fetchSnapshot()).rejects.toMatchObject({
      code: 'invalid-venue-data',
      message: expect.stringMatching(
        /Position BTCUSDT: side is "": contradicts size 0.5\. The whole reading/,
      ) as string,
    });
  });

  it('leaves out what is not traded here, says so once, and looks a symbol up once', async () => {
    holds(position('ETHUSDT'), position('BTC-26DEC25'));
    const connected = await connect();
    const loaded = venue.asked('/v5/market/instruments-info').length;
    expect((await connected.fetchSnapshot()).positions.map(({ id }) => id)).toEqual(['ETH-USDT-PERP_net']);
    await connected.fetchSnapshot();
    expect(refused.map(({ code, details }) => [code, details['symbol']])).toEqual([['unsupported', 'BTC-26DEC25']]);
    expect(venue.asked('/v5/market/instruments-info')).toHaveLength(loaded * 2);
  });

  it('shows a position in an instrument that was listed meanwhile', async () => {
    const connected = await connect();
    venue.linearSymbols.push('NEWUSDT');
    holds(position('NEWUSDT'));
    expect((await connected.fetchSnapshot()).positions[0]?.id).toBe('NEW-USDT-PERP_net');
    expect(refused).toEqual([]);
  });

  it('compares the clocks anew when the venue calls the time wrong, and asks once more', async () => {
    const connected = await connect();
    venue.skewMs = 60_000;
    venue.on('/v5/account/wallet-balance', ({ headers }) => {
      const wrong = Math.abs(Number(headers['x-bapi-timestamp']) - (Date.now() + venue.skewMs)) > 5_000;
      return wrong
        ? { retCode: 10002, retMsg: 'invalid request, please check your server timestamp' }
        : { result: { list: [{ coin: [] }] } };
    });
    await connected.fetchSnapshot();
    expect(connected.clockSkewMs()).toBeGreaterThan(59_900);
    expect(venue.asked('/v5/account/wallet-balance')).toHaveLength(2);
  });

  it.each([
    ['maintenance', { status: 503, body: 'maintenance' }, 'retryable'],
    ['a system error', { retCode: 10016, retMsg: 'System error' }, 'retryable'],
    ['the rate limit', { retCode: 10006, retMsg: 'Too many visits' }, 'rate-limited'],
    ['a revoked key', { retCode: 10003, retMsg: 'invalid key' }, 'unauthorized-at-broker'],
    ['an answer that is no JSON', { status: 200, body: 'hello' }, 'invalid-venue-data'],
    ['an answer without a list', { result: {} }, 'invalid-venue-data'],
  ])('fails on %s', async (_name, answer, code) => {
    const connected = await connect();
    venue.on('/v5/account/wallet-balance', () => answer);
    await expect(connected.fetchSnapshot()).rejects.toMatchObject({ code });
  });
});

describe('fetchExecutions', () => {
  it('asks in windows of seven days for both categories and returns each fill once, oldest first', async () => {
    venue.on(executionPath, ({ query }) => {
      const linear = query['category'] === 'linear';
      const time = Number(query['startTime']) + 1_000;
      const list = linear
        ? [execution(`b${time}`, { execTime: String(time + 5) }), execution('twice', { execTime: '5' })]
        : [execution(`s${time}`, { execTime: String(time) })];
      return { result: { category: query['category'], list, nextPageCursor: '' } };
    });
    const connected = await connect();
    const executions = await connected.fetchExecutions(Date.now() - 10 * 24 * 3_600_000);
    expect(executions.map(({ fill }) => fill.id.slice(0, 1))).toEqual(['t', 's', 'b', 's', 'b']);
    for (const { query } of venue.asked(executionPath)) {
      expect(Number(query['endTime']) - Number(query['startTime'])).toBeLessThanOrEqual(7 * 24 * 3_600_000);
    }
  });

  it('tells funding from fills, and reports the row that it cannot read beside those that it can', async () => {
    venue.on(executionPath, ({ query }) => ({
      result: {
        category: query['category'],
        list:
          query['category'] === 'spot'
            ? []
            : [execution('1'), execution('2', { execType: 'Funding' }), execution('3', { execPrice: 'x' })],
      },
    }));
    const executions = await (await connect()).fetchExecutions(Date.now() - 1_000);
    expect(executions.map(({ fill }) => fill.id)).toEqual(['1']);
    expect(refused.map(({ message }) => message)).toEqual(['Execution 3: execPrice is "x": not a number.']);
  });

  it('asks for the mode of a symbol that it has seen no position of', async () => {
    venue.on(positionPath, ({ query }) => ({
      result: {
        category: 'linear',
        list: [1, 2].map((positionIdx) =>
          position(query['symbol'] ?? '', { positionIdx, side: '', size: '0', avgPrice: '0' }),
        ),
      },
    }));
    venue.on(executionPath, ({ query }) => ({
      result: {
        category: query['category'],
        list: query['category'] === 'spot' ? [] : [execution('1', { side: 'Sell', closedSize: '0.5' })],
      },
    }));
    const executions = await (await connect()).fetchExecutions(Date.now() - 1_000);
    expect(executions[0]?.positionId).toBe('BTC-USDT-PERP_long');
  });
});
