import { startSimulator, type Simulator } from '../../simulator/src/simulator.ts';
import { CcxtBroker } from '../../worker/src/brokers/ccxt-broker.ts';
import type { OrderPlacement } from '../../worker/src/brokers/trading-port.ts';

const account = { name: 'trader', apiKey: 'trader-key-1234567890', apiSecret: 'trader-secret-1234567890' };
const perpetual = 'BTC-USDT-PERP';
const spot = 'BTC-USDT-SPOT';

jest.setTimeout(30_000);

describe("Trading through ccxt, where Bybit's own ways show", () => {
  let simulator: Simulator;
  let broker: CcxtBroker;
  let made = 0;

  beforeEach(async () => {
    simulator = await startSimulator({ port: 0, accounts: [{ ...account, balances: { USDT: '50000', BTC: '1' } }] });
    broker = new CcxtBroker({
      environment: 'simulated',
      simulatorUrl: simulator.url,
      credentials: { apiKey: account.apiKey, secret: account.apiSecret },
      timeoutMs: 1_000,
    });
    await broker.connect();
  });
  afterEach(async () => {
    await broker.close();
    await simulator.stop();
  });

  function draft(parts: Partial<OrderPlacement> = {}): OrderPlacement {
    made += 1;
    return {
      clientOrderId: `trader-${made}`,
      instrumentId: perpetual,
      side: 'buy',
      type: 'market',
      timeInForce: 'IOC',
      quantity: '0.01',
      reduceOnly: false,
      slot: 'net',
      ...parts,
    };
  }

  async function resting(parts: Partial<OrderPlacement> = {}): Promise<OrderPlacement> {
    const quote = await broker.trading.fetchQuote(parts.instrumentId ?? perpetual);
    const limitPrice = (Number(quote.markPrice) * 0.99).toFixed(0);
    return draft({ type: 'limit', timeInForce: 'GTC', limitPrice, ...parts });
  }

  const refer = ({ instrumentId, clientOrderId, type }: OrderPlacement) => ({ instrumentId, clientOrderId, type });

  test.each([
    ['a 502', { kind: 'http-error', status: 502 }, 'outcome-unknown'],
    ['a system error', { kind: 'system-error' }, 'outcome-unknown'],
    ['a server time-out', { kind: 'ret-code', retCode: 10000, retMsg: 'Server Timeout' }, 'outcome-unknown'],
    ['a lost answer', { kind: 'timeout-after-acceptance' }, 'outcome-unknown'],
    ['too many requests', { kind: 'rate-limit' }, 'rate-limited'],
    ['a refusal', { kind: 'ret-code', retCode: 110012, retMsg: 'Insufficient available balance' }, 'rejected'],
    ['a clock apart', { kind: 'ret-code', retCode: 10002, retMsg: 'invalid request' }, 'retryable'],
    [
      'a key without the right',
      { kind: 'ret-code', retCode: 10005, retMsg: 'Permission denied' },
      'unauthorized-at-broker',
    ],
  ])('an order that meets %s is sent once', async (_what, fault, code) => {
    const placement = await resting();
    const active = simulator.faults.add({ ...fault, path: '/v5/order/create' });
    await expect(broker.trading.placeOrder(placement)).rejects.toMatchObject({ code });
    expect(active.struck).toBe(1);
    simulator.faults.clear();
    const found = await broker.trading.fetchOrder(refer(placement));
    expect(found?.order.status).toBe(fault.kind === 'timeout-after-acceptance' ? 'working' : undefined);
  });

  test('a refused connection says that nothing was sent', async () => {
    const placement = await resting();
    await simulator.stop();
    // Kept connections are found to be dead by these; a write that found one could not know.
    await Promise.allSettled(Array.from({ length: 9 }, () => broker.trading.fetchQuote(perpetual)));
    await expect(broker.trading.placeOrder(placement)).rejects.toMatchObject({ code: 'retryable' });
  });

  test('a cancel of an order that the venue never had is refused', async () => {
    await expect(
      broker.trading.cancelOrder({ instrumentId: perpetual, clientOrderId: 'nobody' }),
    ).rejects.toMatchObject({
      code: 'rejected',
      details: { venueCode: '110001' },
    });
  });

  test('changes do not wait behind readings in ccxt', async () => {
    const placement = await resting();
    const readings = Array.from({ length: 18 }, () => broker.trading.fetchOpenOrders().catch(() => undefined));
    const startedMs = performance.now();
    await broker.trading.placeOrder(placement);
    await broker.trading.cancelAll();
    expect(performance.now() - startedMs).toBeLessThan(1_000);
    await broker.close();
    await Promise.all(readings);
  });

  test('an amend to what an order is already resolves', async () => {
    const placement = await resting();
    await broker.trading.placeOrder(placement);
    await broker.trading.amendOrder(refer(placement), { quantity: placement.quantity });
    await expect(broker.trading.amendOrder(refer(placement), { quantity: '0.0001' })).rejects.toMatchObject({
      code: 'rejected',
    });
  });

  test('long and short stand side by side in hedge mode, and executions name the right one', async () => {
    const { trading } = broker;
    await trading.placeOrder(draft());
    await trading.placeOrder(draft({ side: 'sell', reduceOnly: true }));
    expect((await broker.fetchExecutions(Date.now() - 5_000)).at(-1)?.positionId).toBe('BTC-USDT-PERP_net');
    const sinceMs = Date.now() + 1;
    await new Promise((resolve) => setTimeout(resolve, 5));
    await trading.setPositionMode('hedge');
    await trading.setPositionMode('hedge');
    expect((await trading.fetchSettings(perpetual)).positionMode).toBe('hedge');
    await trading.placeOrder(draft({ slot: 'long', quantity: '0.03' }));
    await trading.placeOrder(draft({ slot: 'short', side: 'sell', quantity: '0.02' }));
    await trading.placeOrder(draft({ slot: 'long', side: 'sell', quantity: '0.01', reduceOnly: true }));
    const { positions } = await broker.fetchSnapshot();
    expect(positions.map(({ id, side, quantity }) => [id, side, quantity])).toEqual([
      ['BTC-USDT-PERP_long', 'long', '0.02'],
      ['BTC-USDT-PERP_short', 'short', '0.02'],
    ]);
    const told = (await broker.fetchExecutions(sinceMs)).map(({ fill, positionId }) => [fill.quantity, positionId]);
    expect(told).toEqual([
      ['0.03', 'BTC-USDT-PERP_long'],
      ['0.02', 'BTC-USDT-PERP_short'],
      ['0.01', 'BTC-USDT-PERP_long'],
    ]);
    await expect(trading.placeOrder(draft())).rejects.toMatchObject({ code: 'rejected' });
  });

  test('a spot order is counted in the base currency and moves balances', async () => {
    const placement = draft({ instrumentId: spot, quantity: '0.01' });
    await broker.trading.placeOrder(placement);
    const found = await broker.trading.fetchOrder(refer(placement));
    expect(found?.order).toMatchObject({ instrumentId: spot, status: 'filled', filledQuantity: '0.01' });
    const { balances } = await broker.fetchSnapshot();
    expect(balances.find(({ currency }) => currency === 'BTC')?.total).toBe('1.00999');
  });

  test('conditional spot orders are placed, found, cancelled alone and with all others', async () => {
    const { trading } = broker;
    const { markPrice } = await trading.fetchQuote(spot);
    const triggerPrice = (Number(markPrice) * 1.02).toFixed(0);
    const stop = draft({ instrumentId: spot, type: 'stop', triggerPrice });
    const other = draft({ instrumentId: spot, type: 'stop', triggerPrice });
    await trading.placeOrder(stop);
    await trading.placeOrder(other);
    await trading.placeOrder(await resting({ instrumentId: spot }));
    await trading.cancelOrder(refer(stop));
    expect(await trading.fetchOpenOrders()).toHaveLength(2);
    await trading.cancelAll();
    expect(await trading.fetchOpenOrders()).toEqual([]);
  });

  test('a conditional spot order is cancelled in whichever list it stands', async () => {
    const { trading } = broker;
    const { markPrice } = await trading.fetchQuote(spot);
    const stop = draft({ instrumentId: spot, type: 'stop', triggerPrice: (Number(markPrice) * 1.02).toFixed(0) });
    await trading.placeOrder(stop);
    await trading.cancelOrder({ instrumentId: spot, clientOrderId: stop.clientOrderId });
    const limit = await resting({ instrumentId: spot });
    await trading.placeOrder(limit);
    await trading.cancelOrder({ instrumentId: spot, clientOrderId: limit.clientOrderId, type: 'stop-limit' });
    expect(await trading.fetchOpenOrders()).toEqual([]);
  });

  test('a spot trigger that has been passed is not sent: it would wait for a rebound', async () => {
    const { markPrice } = await broker.trading.fetchQuote(spot);
    const triggerPrice = (Number(markPrice) * 0.98).toFixed(0);
    const late = draft({ instrumentId: spot, type: 'stop', triggerPrice });
    await expect(broker.trading.placeOrder(late)).rejects.toThrow(/has been passed already/);
    await broker.trading.placeOrder(draft({ instrumentId: spot, type: 'take-profit', triggerPrice }));
    expect(await broker.trading.fetchOpenOrders()).toHaveLength(1);
  });

  test('a trailing-stop order is refused with what to do instead', async () => {
    const placement = draft({ type: 'trailing-stop', trailingDistance: '100', reduceOnly: true });
    await expect(broker.trading.placeOrder(placement)).rejects.toMatchObject({ code: 'unsupported' });
  });

  test('the use of the limit on order requests is told', async () => {
    await broker.trading.placeOrder(await resting());
    const rate = broker.trading.requestRate();
    expect(rate?.limit).toBe(10);
    expect(rate?.used).toBeGreaterThan(0);
  });
});
