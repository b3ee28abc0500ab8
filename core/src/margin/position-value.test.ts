import { describe, expect, it } from '@jest/globals';
import { positionValue } from './position-value.ts';

describe('positionValue', () => {
  it('is quantity at mark, and unknown without a mark', () => {
    expect(positionValue({ quantity: '0.3', markPrice: '0.1', contractSize: '1' })).toBe('0.03');
    expect(positionValue({ quantity: '3', markPrice: '0.1', contractSize: '0.01' })).toBe('0.003');
    expect(positionValue({ quantity: '0.3', contractSize: '1' })).toBeUndefined();
  });
});
