import { render, screen } from '@testing-library/react';
import { setPreferences } from '@/preferences/store.ts';
import { RecentTime } from './recent-time.tsx';

const nowMs = Date.parse('2026-11-21T14:03:12Z');

describe('RecentTime', () => {
  beforeAll(() => {
    jest.useFakeTimers({ now: nowMs });
    setPreferences({ timeZone: 'utc' });
  });
  afterAll(() => jest.useRealTimers());

  it('names the day of what was not today', () => {
    render(
      <>
        <RecentTime atMs={nowMs - 3_600_000} />
        <RecentTime atMs={nowMs - 86_400_000} />
      </>,
    );
    expect(screen.getByText('13:03:12')).toHaveAttribute('title', '21 Nov 2026, 13:03:12 UTC');
    expect(screen.getByText('20 Nov, 14:03')).toBeInTheDocument();
  });
});
