import { readStops } from './stops-form.ts';
import { longPosition } from './position-fixture.ts';

const guarded = { ...longPosition, stopLoss: '90', takeProfit: '130' };

describe('readStops', () => {
  it('changes only what differs, and removes what was emptied', () => {
    expect(readStops(guarded, {})).toEqual({ changes: {}, problems: {} });
    expect(readStops(guarded, { stopLoss: '95.0', takeProfit: '' })).toEqual({
      changes: { stopLoss: '95', takeProfit: null },
      problems: {},
    });
    expect(readStops(guarded, { stopLoss: '90', trailingStop: '' })).toEqual({ changes: {}, problems: {} });
  });

  it('refuses a level that would close the position at once, on either side', () => {
    expect(readStops(guarded, { stopLoss: '111' }).problems.stopLoss).toMatch(/below the mark price, 110/);
    expect(readStops(guarded, { takeProfit: '109' }).problems.takeProfit).toMatch(/above the mark price/);
    const short = { ...longPosition, side: 'short' } as const;
    expect(readStops(short, { stopLoss: '111', takeProfit: '109' })).toEqual({
      changes: { stopLoss: '111', takeProfit: '109' },
      problems: {},
    });
  });

  it('refuses a price between two ticks', () => {
    expect(readStops(guarded, { stopLoss: '90.3' }).problems.stopLoss).toMatch(/90 or 90\.5/);
  });
});
