import { Timeline } from './timeline.ts';

describe('Timeline', () => {
  it('stands still while frozen, also after a restart', () => {
    const before = new Timeline(1, 0);
    before.freeze(60_000);
    const after = new Timeline(1, 90_000, before.state());
    expect(after.frozen).toBe(true);
    expect(after.toMarketMs(120_000)).toBe(before.toMarketMs(60_000));
  });

  it('runs at the speed it is started with after a restart', () => {
    const before = new Timeline(1, 0);
    const after = new Timeline(10, 60_000, before.state());
    expect(after.toMarketMs(61_000) - after.toMarketMs(60_000)).toBe(10_000);
  });
});
