import { SyncStack } from './support/sync-stack.ts';
import { TradingDesk, btc } from './support/trading-desk.ts';

jest.setTimeout(90_000);

let stack: SyncStack;
let desk: TradingDesk;

beforeAll(async () => {
  stack = await SyncStack.start(22_000, { main: {} });
  desk = new TradingDesk(stack, 'main');
  await desk.open();
  await stack.live('main');
  await desk.ready();
});

afterAll(() => stack.stop());

function limitBuy(price: string, quantity = '0.01') {
  return {
    instrumentId: btc,
    side: 'buy',
    type: 'limit',
    quantity: { unit: 'base', value: quantity },
    limitPrice: price,
  };
}

test('a limit order is stored, placed, confirmed and cancelled', async () => {
  const quote = await stack.truth.markPrice(stack.account('main'), 'BTCUSDT');
  const price = (Math.round(quote * 0.98 * 10) / 10).toString();
  const placed = await desk.run('placeOrder', limitBuy(price));
  expect(placed).toMatchObject({ status: 'succeeded' });
  const id = placed.result?.['clientOrderId'];
  const working = await desk.order(id, ({ status }) => status === 'working');
  expect(working).toMatchObject({ open: true, external: false, actor: { uid: 'ada' }, limitPrice: price });
  expect((await desk.live()).openOrders).toBe(1);

  const cancelled = await desk.run('cancelOrder', { clientOrderId: id });
  expect(cancelled).toMatchObject({ status: 'succeeded', result: { clientOrderId: id, filledQuantity: '0' } });
  await desk.order(id, ({ status, open }) => status === 'cancelled' && !open);
});

test('a market order fills, its fill is kept, and the position closes', async () => {
  const market = { instrumentId: btc, side: 'buy', type: 'market', quantity: { unit: 'base', value: '0.01' } };
  const bought = await desk.run('placeOrder', market);
  expect(bought).toMatchObject({ status: 'succeeded' });
  await desk.order(bought.result?.['clientOrderId'], ({ status }) => status === 'filled');
  await stack.agree('main');
  const closed = await desk.run('closePosition', { positionId: `${btc}_net`, side: 'long' });
  expect(closed).toMatchObject({ status: 'succeeded' });
  const truth = await stack.agree('main');
  expect(truth.positions).toEqual({});
});
