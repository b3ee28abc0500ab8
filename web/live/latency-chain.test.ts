import fc from 'fast-check';
import { checkSequence, hopTimes, percentilesOf, summarise, totalOf, updatesPerSecond } from './latency-chain.ts';
import type { LatencySample } from './latency.ts';

const sample: LatencySample = {
  accountId: 'main',
  seq: 7,
  structureSeq: 1,
  venueMs: 1_000,
  readMs: 1_020,
  sentMs: 1_023,
  committedMs: 1_030,
  receivedMs: 5_034,
  paintedMs: 5_050,
  clockOffsetMs: -4_000,
};

describe('hopTimes', () => {
  it('measures each leg on the clock of who saw both of its ends', () => {
    expect(hopTimes(sample)).toEqual({
      venueToRead: 20,
      readToSent: 3,
      sentToCommitted: 7,
      committedToReceived: 4,
      receivedToPainted: 16,
    });
    expect(totalOf(hopTimes(sample))).toBe(50);
  });

  it('counts a leg that two clocks turn negative as nothing', () => {
    expect(hopTimes({ ...sample, committedMs: 1_010 }).sentToCommitted).toBe(0);
  });

  it('has no last leg for an update that was never painted', () => {
    const { paintedMs: _, ...hidden } = sample;
    expect(hopTimes(hidden).receivedToPainted).toBe(0);
  });
});

describe('percentilesOf', () => {
  it('takes the nearest rank', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentilesOf(values)).toEqual({ p50: 50, p95: 95, p99: 99, max: 100 });
    expect(percentilesOf([3])).toEqual({ p50: 3, p95: 3, p99: 3, max: 3 });
  });

  it('is unknown without values', () => {
    expect(percentilesOf([])).toBeUndefined();
    expect(summarise([]).total).toBeUndefined();
  });

  it('names only values that were measured, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1 }), (values) => {
        const found = percentilesOf(values);
        if (!found) return false;
        const { p50, p95, p99, max } = found;
        return p50 <= p95 && p95 <= p99 && p99 <= max && [p50, p95, p99, max].every((value) => values.includes(value));
      }),
    );
  });
});

describe('checkSequence', () => {
  it('finds nothing in a sequence without gaps', () => {
    expect(checkSequence([4, 5, 6])).toEqual({ missed: 0, stepsBack: 0 });
    expect(checkSequence([])).toEqual({ missed: 0, stepsBack: 0 });
  });

  it('counts what is missing and what steps back', () => {
    expect(checkSequence([4, 7, 6, 6, 7])).toEqual({ missed: 2, stepsBack: 2 });
  });
});

describe('updatesPerSecond', () => {
  it('looks at the window before now alone', () => {
    const at = (receivedMs: number) => ({ ...sample, receivedMs });
    expect(updatesPerSecond([at(1_000), at(6_000), at(9_000), at(9_900)], 10_000, 5_000)).toBe(0.6);
  });
});
