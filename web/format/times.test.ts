import { formatAge, formatDateMinute, formatInstant, formatRecent, formatTime, zoneName } from './times.ts';

const instant = Date.parse('2026-11-21T14:03:12Z');

describe('formats of times', () => {
  it('prints the zone beside an instant', () => {
    expect(formatInstant(instant, 'utc')).toBe('21 Nov 2026, 14:03:12 UTC');
    expect(zoneName('utc', instant)).toBe('UTC');
    expect(zoneName('local', instant)).not.toBe('');
  });

  it("shows the exchange's own time, which is UTC at every venue", () => {
    expect(formatInstant(instant, 'exchange')).toBe('21 Nov 2026, 14:03:12 UTC');
  });

  it('shows time and date', () => {
    expect(formatTime(instant, 'utc')).toBe('14:03:12');
    expect(formatDateMinute(instant, 'utc')).toBe('21 Nov, 14:03');
  });

  it('shows the day of what was not today', () => {
    expect(formatRecent(instant, instant + 3_600_000, 'utc')).toBe('14:03:12');
    expect(formatRecent(instant, instant + 86_400_000, 'utc')).toBe('21 Nov, 14:03');
  });

  it.each([
    [183, '180 ms'],
    [6_400, '6 s'],
    [240_000, '4 min'],
    [7_300_000, '2 h'],
    [3 * 86_400_000, '3 d'],
  ])('shows an age of %d ms as %s', (ageMs, text) => {
    expect(formatAge(ageMs)).toBe(text);
  });
});
