import type { AccountLive } from '@/live/account-live.ts';
import type { Loadable } from '@/live/loadable.ts';
import { longPosition } from './position-fixture.ts';
import { sumExposure } from './position-totals.tsx';

const short = { ...longPosition, id: 'short', side: 'short' as const };
const live = (...positions: readonly (typeof longPosition)[]): Loadable<AccountLive> => ({
  status: 'success',
  saved: false,
  data: { positions } as unknown as AccountLive,
});

describe('sumExposure', () => {
  it('adds up the positions of all accounts by the currency that they settle in', () => {
    const [sum, ...others] = sumExposure([live(longPosition, short), live(longPosition), { status: 'pending' }]);
    expect(others).toEqual([]);
    expect(sum).toMatchObject({ currency: 'USDT', count: 3, long: '440', short: '220' });
  });

  it('gives the same sums of positions that it has seen before', () => {
    const lives = [live(longPosition, short)];
    expect(sumExposure([...lives, live(short)])).toEqual([...sumExposure([live(short), ...lives])]);
  });

  it('knows no sum of which a part is unknown', () => {
    const known = { ...longPosition, id: 'known', unrealisedPnl: '20' };
    expect(sumExposure([live(known)])[0]?.openPnl).toBe('20');
    const [sum] = sumExposure([live(known), live(longPosition)]);
    expect(sum).toMatchObject({ count: 2, long: '440' });
    expect(sum?.openPnl).toBeUndefined();
  });
});
