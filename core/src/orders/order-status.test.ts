import { describe, expect, it } from '@jest/globals';
import { orderStatuses } from '../model/order.ts';
import { hasOrderEnded, mayOrderExecute, mayOrderFollow } from './order-status.ts';

describe('the status of an order', () => {
  it('only moves forward', () => {
    expect(mayOrderFollow('pending', 'working')).toBe(true);
    expect(mayOrderFollow('untriggered', 'working')).toBe(true);
    expect(mayOrderFollow('partly-filled', 'cancelled')).toBe(true);
    expect(mayOrderFollow('working', 'untriggered')).toBe(false);
    expect(mayOrderFollow('cancelled', 'working')).toBe(false);
    for (const status of orderStatuses) expect(mayOrderFollow(status, status)).toBe(false);
  });

  it('unknown is not rejected: anything may still be learnt of it', () => {
    expect(hasOrderEnded('unknown')).toBe(false);
    expect(mayOrderExecute('unknown')).toBe(true);
    for (const status of orderStatuses) {
      expect(mayOrderFollow('unknown', status)).toBe(status !== 'pending' && status !== 'unknown');
    }
  });

  it('a rejection gives way to what the venue shows', () => {
    expect(mayOrderFollow('rejected', 'working')).toBe(true);
    expect(mayOrderFollow('rejected', 'unknown')).toBe(false);
  });

  it('filled is the last word', () => {
    expect(mayOrderFollow('cancelled', 'filled')).toBe(true);
    for (const status of orderStatuses) expect(mayOrderFollow('filled', status)).toBe(false);
  });
});
