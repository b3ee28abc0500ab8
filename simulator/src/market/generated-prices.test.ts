import { GeneratedPrices } from './generated-prices.ts';
import { joinMinutes } from './price-source.ts';

const day = 20_000;
const firstMinute = day * 1440;

function returnsOf(source: GeneratedPrices, base: string, minutes: number): number[] {
  return Array.from({ length: minutes }, (_, index) => {
    const { open, close } = source.minuteOf(base, firstMinute + index);
    return Math.log(close / open);
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  const covariance = mean(a.map((value, index) => (value - meanA) * ((b[index] ?? 0) - meanB)));
  const deviation = (values: readonly number[], of: number) =>
    Math.sqrt(mean(values.map((value) => (value - of) ** 2)));
  return covariance / (deviation(a, meanA) * deviation(b, meanB));
}

describe('generated prices', () => {
  const source = new GeneratedPrices(7);

  test('the same seed makes the same minute, whatever was asked before', () => {
    const other = new GeneratedPrices(7);
    other.minuteOf('ETH', firstMinute + 5_000);
    expect(other.minuteOf('BTC', firstMinute + 3)).toEqual(source.minuteOf('BTC', firstMinute + 3));
    expect(new GeneratedPrices(8).minuteOf('BTC', firstMinute + 3)).not.toEqual(
      source.minuteOf('BTC', firstMinute + 3),
    );
  });

  test('every minute keeps its prices inside low and high', () => {
    for (let minute = 0; minute < 3 * 1440; minute += 1) {
      const { open, high, low, close, volume } = source.minuteOf('SOL', firstMinute + minute);
      expect(low).toBeLessThanOrEqual(Math.min(open, close));
      expect(high).toBeGreaterThanOrEqual(Math.max(open, close));
      expect(volume).toBeGreaterThan(0);
    }
  });

  test('a day is its minutes', () => {
    const minutes = Array.from({ length: 1440 }, (_, index) => source.minuteOf('XRP', firstMinute + index));
    const joined = joinMinutes(minutes);
    const whole = source.dayOf('XRP', day);
    expect(whole).toMatchObject({ open: joined.open, high: joined.high, low: joined.low, close: joined.close });
    expect(whole.volume).toBeCloseTo(joined.volume, 3);
  });

  test('a day goes on where the last one ended, gaps are rare', () => {
    const jumps = Array.from({ length: 10 * 1440 }, (_, index) => {
      const before = source.minuteOf('BTC', firstMinute + index);
      const after = source.minuteOf('BTC', firstMinute + index + 1);
      return Math.abs(after.open / before.close - 1) > 1e-9;
    }).filter(Boolean).length;
    expect(jumps).toBeGreaterThan(3);
    expect(jumps).toBeLessThan(60);
  });

  test('returns have fat tails', () => {
    const returns = returnsOf(source, 'BTC', 20 * 1440);
    const variance = mean(returns.map((value) => value ** 2));
    const kurtosis = mean(returns.map((value) => value ** 4)) / variance ** 2;
    expect(kurtosis).toBeGreaterThan(4);
  });

  test('volatility comes in clusters: large moves follow large moves for hours, returns themselves are unforeseeable', () => {
    const returns = returnsOf(source, 'BTC', 20 * 1440);
    const sizes = returns.map(Math.abs);
    const lagged = (values: readonly number[], lag: number) => correlation(values.slice(lag), values.slice(0, -lag));
    expect(lagged(sizes, 1)).toBeGreaterThan(0.1);
    expect(lagged(sizes, 60)).toBeGreaterThan(0.02);
    expect(Math.abs(lagged(returns, 1))).toBeLessThan(0.05);
  });

  test('coins move together', () => {
    const together = correlation(returnsOf(source, 'BTC', 5 * 1440), returnsOf(source, 'ETH', 5 * 1440));
    expect(together).toBeGreaterThan(0.5);
    expect(together).toBeLessThan(0.95);
  });

  test('years later the price is still in its range', () => {
    for (let year = 0; year < 10; year += 1) {
      const { close } = source.dayOf('BTC', day + year * 365);
      expect(close).toBeGreaterThan(98_000 / 6);
      expect(close).toBeLessThan(98_000 * 6);
    }
  });
});
