import type { CommandRateDocument } from '@tapedeck/core';
import * as fc from 'fast-check';
import { burst, refillMs, takeToken } from './command-rate.ts';

function take(times: number, nowMs: number, bucket?: CommandRateDocument): CommandRateDocument | undefined {
  return Array.from({ length: times }).reduce<CommandRateDocument | undefined>(
    (left) => takeToken(left, nowMs),
    bucket,
  );
}

test('a whole burst is let through at once, one more is not', () => {
  const empty = take(burst, 1_000);
  expect(empty?.tokens).toBe(0);
  expect(() => takeToken(empty, 1_000)).toThrow('Try again in 334 ms.');
});

test('the wait that is named is long enough', () => {
  const empty = take(burst, 1_000);
  expect(takeToken(empty, 1_334).tokens).toBeCloseTo(0, 1);
});

test('after the refill time a whole burst is let through again, and no more', () => {
  const empty = take(burst, 1_000);
  const again = take(burst, 1_000 + 10 * refillMs, empty);
  expect(() => takeToken(again, 1_000 + 10 * refillMs)).toThrow('This one was not sent.');
});

test('a clock that steps back neither adds nor takes', () => {
  const half = take(burst / 2, 50_000);
  expect(takeToken(half, 10_000).tokens).toBe(burst / 2 - 1);
});

test('over any time no more is let through than a burst and what was refilled', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(gaps, (waits) => {
      let nowMs = 0;
      let bucket: CommandRateDocument | undefined;
      let taken = 0;
      for (const waitMs of waits) {
        nowMs += waitMs;
        try {
          bucket = takeToken(bucket, nowMs);
          taken += 1;
        } catch (error) {
          expect(error).toMatchObject({ code: 'rate-limited' });
        }
      }
      expect(taken).toBeLessThanOrEqual(burst + (nowMs * burst) / refillMs + 1e-6);
    }),
  );
});
