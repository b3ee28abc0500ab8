import { timeTicks } from './time-ticks.ts';

describe('timeTicks', () => {
  it('marks full hours of a day', () => {
    const from = Date.parse('2026-11-20T11:58:00Z');
    const labels = timeTicks(from, from + 86_400_000, 8).map((ms) => new Date(ms).toISOString().slice(11, 16));
    expect(labels).toEqual(['12:00', '15:00', '18:00', '21:00', '00:00', '03:00', '06:00', '09:00']);
  });

  it('gives no two marks the same minute', () => {
    const from = Date.parse('2026-11-20T18:23:40Z');
    const labels = timeTicks(from, from + 150_000, 6).map((ms) => new Date(ms).toISOString().slice(11, 19));
    expect(labels).toEqual(['18:24:00', '18:25:00', '18:26:00']);
  });

  it('never marks more than there is room for', () => {
    for (const span of [1_000, 65_000, 3_700_000, 9e7, 7e8, 3e10, 2e11]) {
      expect(timeTicks(12_345, 12_345 + span, 6).length).toBeLessThanOrEqual(7);
    }
  });
});
