import { addDecimals, type AppError } from '@tapedeck/core';
import { startSimulator, type Simulator } from '../../simulator/src/simulator.ts';
import type { StreamEvent } from '../../worker/src/brokers/broker.ts';
import type { OrderPlacement, TradingPort } from '../../worker/src/brokers/trading-port.ts';
import { UnifiedBroker } from '../../worker/src/brokers/unified/unified-broker.ts';
import { checkAtBroker } from '../../worker/src/testing/check-at-broker.ts';
import { until } from './worker-desk.ts';

const account = { name: 'unified', apiKey: 'unified-key-1234567890', apiSecret: 'unified-secret-1234567890' };
const instrumentId = 'BTC-USDT-PERP';
let simulator: Simulator;
let broker: UnifiedBroker;
let trading: TradingPort;

beforeAll(async () => {
  simulator = await startSimulator({
    port: 0,
    accounts: [
      {
        ...account,
        balances: { USDT: '50000' },
        positions: [{ symbol: 'ETHUSDT', side: 'Sell', size: '3.20', leverage: '10', hoursAgo: 2 }],
      },
      { name: 'mover', apiKey: 'mover-key', apiSecret: 'mover-secret', mayWithdraw: true },
    ],
  });
  broker = openBroker(account.apiKey, account.apiSecret);
  await broker.connect();
  if (!broker.trading) throw new Error('not to be traded on');
  trading = broker.trading;
});
afterAll(async () => {
  await broker.close();
  await simulator.stop();
});

function openBroker(apiKey: string, secret: string): UnifiedBroker {
  return new UnifiedBroker({
    exchangeId: 'bybit',
    environment: 'simulated',
    simulatorUrl: simulator.url,
    credentials: { apiKey, secret },
    currency: 'USDT',
  });
}

let orders = 0;
function limitOrder(parts: Partial<OrderPlacement> = {}): OrderPlacement {
  orders += 1;
  return {
    clientOrderId: `tdunified${orders}${Date.now().toString(36)}`,
    instrumentId,
    side: 'buy',
    type: 'limit',
    timeInForce: 'GTC',
    quantity: '0.01',
    limitPrice: '30000',
    reduceOnly: false,
    slot: 'net',
    ...parts,
  };
}

const find = (clientOrderId: string) => trading.fetchOrder({ instrumentId, clientOrderId });

test('instruments, balances, positions and figures are read through the unified interface', async () => {
  expect(broker.instruments().get(instrumentId)).toMatchObject({ venueSymbol: 'BTCUSDT', kind: 'perpetual' });
  expect(trading.terms().get(instrumentId)).toMatchObject({ trading: true });
  const { balances, figures, positions } = await broker.fetchSnapshot();
  expect(balances.map(({ currency }) => currency)).toEqual(['USDT']);
  expect(positions).toMatchObject([{ id: 'ETH-USDT-PERP_net', side: 'short', quantity: '3.2' }]);
  expect(figures.equity).toBe(addDecimals(figures.walletBalance ?? '', figures.unrealisedPnl ?? ''));
});

test('a wrong key is refused in words that hold no secret, and so is one that may withdraw', async () => {
  const wrong = openBroker(account.apiKey, 'another-secret-0987654321');
  const error = (await wrong
    .connect()
    .then(
      () => wrong.fetchSnapshot(),
      (thrown: unknown) => Promise.reject(thrown as AppError),
    )
    .catch((thrown: unknown) => thrown)) as AppError;
  await wrong.close();
  expect(error.code).toBe('unauthorized-at-broker');
  expect(`${error.message} ${JSON.stringify(error.details)}`).not.toMatch(/another-secret|unified-key/);
  const mover = openBroker('mover-key', 'mover-secret');
  await expect(mover.connect()).rejects.toThrow('may withdraw');
  await mover.close();
});

test('an order is placed, found again by our id alone, changed and cancelled', async () => {
  const placement = limitOrder();
  expect(await find(placement.clientOrderId)).toBeUndefined();
  const { venueOrderId } = await trading.placeOrder(placement);
  const placed = await find(placement.clientOrderId);
  expect(placed).toMatchObject({
    clientOrderId: placement.clientOrderId,
    order: { venueOrderId, status: 'working', quantity: '0.01', limitPrice: '30000', type: 'limit', slot: 'net' },
  });
  const reference = { instrumentId, clientOrderId: placement.clientOrderId };
  await trading.amendOrder(reference, { limitPrice: '31000' });
  await until(
    () => find(placement.clientOrderId),
    (found) => found?.order.limitPrice === '31000',
  );
  await trading.cancelOrder(reference);
  await until(
    () => find(placement.clientOrderId),
    (found) => found?.order.status === 'cancelled',
  );
  await trading.cancelOrder(reference);
  expect(await trading.fetchOpenOrders()).toEqual([]);
});

test('the same client order id never makes a second order', async () => {
  const placement = limitOrder();
  await trading.placeOrder(placement);
  await trading.placeOrder(placement);
  expect(await trading.fetchOpenOrders()).toHaveLength(1);
  await trading.cancelAll();
  await until(
    () => trading.fetchOpenOrders(),
    (open) => open.length === 0,
  );
});

test('a fill is told by the stream and stands in the executions', async () => {
  const events: StreamEvent[] = [];
  const unwatch = broker.watch((event) => events.push(event));
  await until(
    async () => events,
    (seen) => seen.some((event) => event.kind === 'link' && event.state === 'live'),
  );
  const sinceMs = Date.now() - 5_000;
  const placement = limitOrder({ type: 'market', timeInForce: 'IOC', limitPrice: undefined });
  await trading.placeOrder(placement);
  const told = await until(
    async () => events.flatMap((event) => (event.kind === 'executions' ? event.executions : [])),
    (executions) => executions.some(({ fill }) => fill.instrumentId === instrumentId),
  );
  const filled = await until(
    async () => events.flatMap((event) => (event.kind === 'orders' ? event.orders : [])),
    (seen) => seen.some((each) => each.clientOrderId === placement.clientOrderId && each.order.status === 'filled'),
  );
  expect(filled.length).toBeGreaterThan(0);
  unwatch();
  expect(events.at(-1)).toEqual({ kind: 'link', state: 'off' });
  const fill = told.find((execution) => execution.fill.instrumentId === instrumentId);
  expect(fill).toMatchObject({ positionId: `${instrumentId}_net`, fill: { side: 'buy', quantity: '0.01' } });
  const fetched = await broker.fetchExecutions(sinceMs);
  expect(fetched.map((execution) => execution.fill.id)).toContain(fill?.fill.id);
  await trading.placeOrder(
    limitOrder({ type: 'market', timeInForce: 'IOC', side: 'sell', limitPrice: undefined, reduceOnly: true }),
  );
  await until(
    () => broker.fetchSnapshot(),
    ({ positions }) => positions.length === 1,
  );
});

test('an entry passes the gates with what the venue tells, and is placed', async () => {
  await trading.setLeverage(instrumentId, '8');
  const { denials, quantity = '0' } = await checkAtBroker(Object.assign(broker, { trading }), {
    limitPrice: '60000',
    quantity: { unit: 'quote', value: '1000' },
  });
  expect(denials).toEqual([]);
  const placement = limitOrder({ quantity, limitPrice: '60000' });
  await trading.placeOrder(placement);
  expect(await find(placement.clientOrderId)).toMatchObject({ order: { quantity } });
  await trading.cancelAll();
});

test('a request whose answer is lost has an unknown outcome, and one that the venue refuses is rejected', async () => {
  const refused = trading.placeOrder(limitOrder({ quantity: '1000', limitPrice: '60000' }));
  await expect(refused).rejects.toMatchObject({ code: 'rejected' });
  const lost = openBroker(account.apiKey, account.apiSecret);
  await lost.connect();
  simulator.faults.add({ kind: 'maintenance' });
  await expect(lost.trading?.placeOrder(limitOrder())).rejects.toMatchObject({ code: 'outcome-unknown' });
  simulator.faults.clear({ kind: 'maintenance' });
  await lost.close();
});

test.each<[string, Partial<OrderPlacement>]>([
  ['a trailing stop', { type: 'trailing-stop', trailingDistance: '100' }],
  ['a trigger', { type: 'stop', triggerPrice: '90000' }],
  ['an attached stop', { stopLoss: '20000' }],
])('%s is refused before anything is sent', async (_what, parts) => {
  await expect(trading.placeOrder(limitOrder(parts))).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringContaining('Nothing was sent'),
  });
});

test('prices, leverage and position mode are read and set', async () => {
  const quote = await trading.fetchQuote(instrumentId);
  expect(Number(quote.markPrice)).toBeGreaterThan(1_000);
  await trading.setLeverage(instrumentId, '7');
  await trading.setLeverage(instrumentId, '7');
  expect(await trading.fetchSettings(instrumentId)).toMatchObject({ leverage: '7' });
  await trading.setPositionMode('netting');
  await expect(trading.fetchBalanceChanges(Date.now() - 60_000)).resolves.toEqual([]);
});
