import { ClockSkew } from './clock-skew.ts';

describe('ClockSkew', () => {
  it('is not known before an answer', () => {
    expect(new ClockSkew().skewMs()).toBeUndefined();
  });

  it('puts the venue reading in the middle of the round trip', () => {
    const skew = new ClockSkew();
    skew.observe({ sentMs: 1_000, receivedMs: 1_100, venueMs: 31_050 });
    expect(skew.skewMs()).toBe(30_000);
  });

  it('keeps the sample with the shortest round trip while others agree with it', () => {
    const skew = new ClockSkew();
    skew.observe({ sentMs: 1_000, receivedMs: 1_010, venueMs: 1_105 });
    skew.observe({ sentMs: 2_000, receivedMs: 2_400, venueMs: 2_390 });
    expect(skew.skewMs()).toBe(100);
  });

  it('follows at once when a clock was set', () => {
    const skew = new ClockSkew();
    skew.observe({ sentMs: 1_000, receivedMs: 1_010, venueMs: 1_005 });
    skew.observe({ sentMs: 2_000, receivedMs: 2_400, venueMs: 32_200 });
    expect(skew.skewMs()).toBe(30_000);
  });

  it('lets a good sample age', () => {
    const skew = new ClockSkew();
    skew.observe({ sentMs: 0, receivedMs: 2, venueMs: 1 });
    skew.observe({ sentMs: 61_000, receivedMs: 61_040, venueMs: 61_030 });
    expect(skew.skewMs()).toBe(10);
  });
});
