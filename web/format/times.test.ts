import fc from 'fast-check';
import { formatAge, formatDate, formatDateMinute, formatInstant, formatRecent, formatTime, zoneName } from './times.ts';

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

  it.each(['local', 'utc'] as const)("agrees with the browser's own British format in the zone %s", (zone) => {
    const timeZone = zone === 'utc' ? 'UTC' : undefined;
    const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone });
    const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone });
    fc.assert(
      fc.property(fc.date({ min: new Date('2001-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }), (at) => {
        expect(formatDate(at.getTime(), zone)).toBe(date.format(at));
        expect(formatTime(at.getTime(), zone)).toBe(time.format(at));
      }),
    );
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
