import { OrderRate } from './order-rate.ts';

const headers = (limit: string, left: string) => ({ 'x-bapi-limit': limit, 'x-bapi-limit-status': left });

describe('OrderRate', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('tells nothing until the venue has', () => {
    const rate = new OrderRate();
    rate.learn('/v5/position/list', headers('50', '10'));
    rate.learn('/v5/order/create', {});
    expect(rate.read()).toBeUndefined();
  });

  it('tells the endpoint that is used most', () => {
    const rate = new OrderRate();
    rate.learn('/v5/order/create', headers('10', '8'));
    rate.learn('/v5/order/cancel', headers('20', '2'));
    expect(rate.read()).toEqual({ limit: 20, used: 18 });
  });

  it('counts anew after a second', () => {
    const rate = new OrderRate();
    rate.learn('/v5/order/create', headers('10', '0'));
    expect(rate.read()).toEqual({ limit: 10, used: 10 });
    jest.advanceTimersByTime(1_000);
    expect(rate.read()).toEqual({ limit: 10, used: 0 });
  });
});
