import { RequestBudget } from './request-budget.ts';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function open(burst: number, perSecond: number) {
  const budget = new RequestBudget({ burst, perSecond, monotonicMs: () => Date.now() });
  const gone: number[] = [];
  const ask = (signal?: AbortSignal) => {
    const wait = budget.take(signal);
    if (wait) void wait.then(() => gone.push(Date.now()));
    else gone.push(Date.now());
  };
  return { gone, ask };
}

describe('RequestBudget', () => {
  it('lets a burst out at once and spreads the rest', async () => {
    const { gone, ask } = open(100, 80);
    for (let index = 0; index < 1_000; index += 1) ask();
    expect(gone).toHaveLength(100);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(gone.length).toBeLessThanOrEqual(500);
    expect(gone.length).toBeGreaterThan(490);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(gone).toHaveLength(1_000);
  });

  it('keeps the order, also for those that come while others wait', async () => {
    const { gone, ask } = open(1, 10);
    const order: number[] = [];
    const budget = new RequestBudget({ burst: 1, perSecond: 10, monotonicMs: () => Date.now() });
    for (const index of [0, 1, 2]) void budget.take()?.then(() => order.push(index));
    await jest.advanceTimersByTimeAsync(1_000);
    expect(order).toEqual([1, 2]);
    ask();
    expect(gone).toHaveLength(1);
  });

  it('lets changes of an account overtake readings that wait, in their own order', async () => {
    const order: string[] = [];
    const budget = new RequestBudget({ burst: 1, perSecond: 10, monotonicMs: () => Date.now() });
    const ask = (name: string, kind: 'reading' | 'change') =>
      void budget.take(undefined, kind)?.then(() => order.push(name));
    ask('at once', 'reading');
    for (const name of ['first reading', 'second reading']) ask(name, 'reading');
    for (const name of ['first change', 'second change']) ask(name, 'change');
    await jest.advanceTimersByTimeAsync(1_000);
    expect(order).toEqual(['first change', 'second change', 'first reading', 'second reading']);
  });

  it('spends nothing on a request that was given up while it waited', async () => {
    const { gone, ask } = open(1, 1);
    ask();
    for (let index = 0; index < 50; index += 1) ask(AbortSignal.abort());
    ask();
    await jest.advanceTimersByTimeAsync(1_100);
    expect(gone).toHaveLength(52);
  });
});
