import fc from 'fast-check';
import { backoffMs } from './backoff.ts';

const options = { firstMs: 200, maxMs: 1_000 };

describe('backoffMs', () => {
  it('doubles up to its cap', () => {
    expect([1, 2, 3, 4, 50].map((failures) => backoffMs(failures, options, () => 0.5))).toEqual([
      200, 400, 800, 1000, 1000,
    ]);
  });

  it('stays within a quarter of the plain pause', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failures, random) => {
          const plain = backoffMs(failures, options, () => 0.5);
          const pause = backoffMs(failures, options, () => random);
          expect(pause).toBeGreaterThanOrEqual(plain * 0.75);
          expect(pause).toBeLessThanOrEqual(plain * 1.25);
        },
      ),
    );
  });
});
