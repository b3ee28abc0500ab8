import { defaultPreferences, parsePreferences, timeZones } from './preferences.ts';

describe('parsePreferences', () => {
  it.each([null, '', 'nonsense', '[]', '3', 'null'])('falls back to the defaults for %j', (stored) => {
    expect(parsePreferences(stored)).toEqual(defaultPreferences);
  });

  it.each(timeZones)('keeps the time zone "%s"', (timeZone) => {
    expect(parsePreferences(JSON.stringify({ timeZone })).timeZone).toBe(timeZone);
  });

  it('keeps what is right and drops what is not', () => {
    const stored = JSON.stringify({ theme: 'light', colours: 'pink', updateRate: '5s', accountId: 'a1', deskId: 'd1' });
    expect(parsePreferences(stored)).toEqual({
      ...defaultPreferences,
      theme: 'light',
      updateRate: '5s',
      accountId: 'a1',
      deskId: 'd1',
    });
  });
});
