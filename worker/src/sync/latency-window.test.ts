import { LatencyWindow } from './latency-window.ts';

describe('LatencyWindow', () => {
  it('knows nothing without a sample', () => {
    expect(new LatencyWindow().percentiles(0)).toBeUndefined();
  });

  it('gives the median and the 95th percentile of the last minute', () => {
    const window = new LatencyWindow();
    window.add(9_999, 0);
    for (let value = 1; value <= 100; value += 1) window.add(value, 60_001);
    expect(window.percentiles(60_002)).toEqual({ p50: 51, p95: 96 });
  });

  it('keeps the newest when there are many', () => {
    const window = new LatencyWindow();
    for (let value = 1; value <= 1_000; value += 1) window.add(value, value);
    expect(window.percentiles(1_000)).toEqual({ p50: 881, p95: 989 });
  });

  it('forgets what is older than a minute', () => {
    const window = new LatencyWindow();
    window.add(5, 0);
    expect(window.percentiles(60_001)).toBeUndefined();
  });
});
