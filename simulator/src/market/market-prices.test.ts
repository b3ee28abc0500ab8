import { GeneratedPrices } from './generated-prices.ts';
import { candleAt, listCandles } from './candles.ts';
import { InstrumentTable, listInstruments } from './instruments.ts';
import { MarketPrices } from './market-prices.ts';
import { tickMs } from './minute-path.ts';
import { Timeline } from './timeline.ts';

const table = new InstrumentTable(listInstruments(0));
const btc = table.find('linear', 'BTCUSDT')!;
const startMs = Date.UTC(2026, 0, 15, 12, 34, 20);
const minuteMs = 60_000;

function createPrices(speed = 1): MarketPrices {
  return new MarketPrices(new GeneratedPrices(1), new Timeline(speed, startMs), 1);
}

/** The candle that somebody who watched every tick of a minute would draw. */
function watched(prices: MarketPrices, openMs: number) {
  const seen = Array.from({ length: minuteMs / tickMs }, (_, index) => prices.at(btc, openMs + index * tickMs).last);
  return { open: seen[0], high: Math.max(...seen), low: Math.min(...seen), close: seen.at(-1) };
}

describe('market prices', () => {
  test.each([1, 20])('at speed %d history shows the very prices that were seen live', (speed) => {
    const prices = createPrices(speed);
    for (let minute = 1; minute < 6; minute += 1) {
      const openMs = Math.floor(startMs / minuteMs) * minuteMs + minute * minuteMs;
      expect(prices.minute(btc, openMs, openMs + 10 * minuteMs)).toMatchObject(watched(prices, openMs));
    }
  });

  test('a minute that was moved by hand shows the move in its candle', () => {
    const prices = createPrices();
    const openMs = Math.floor(startMs / minuteMs) * minuteMs;
    prices.timeline.jump('BTC', openMs + 30_000, 0.9);
    const candle = prices.minute(btc, openMs, openMs + 10 * minuteMs);
    expect(candle).toMatchObject(watched(prices, openMs));
    expect(candle.low / candle.high).toBeLessThan(0.91);
  });

  test('a frozen market stands, and candles line up again after it', () => {
    const prices = createPrices();
    prices.timeline.freeze(startMs);
    expect(prices.at(btc, startMs + 777_777)).toEqual(prices.at(btc, startMs));
    prices.timeline.unfreeze(startMs + 777_777);
    const openMs = Math.ceil((startMs + 777_777) / minuteMs) * minuteMs;
    expect(prices.timeline.isPlain('BTC', openMs)).toBe(true);
    expect(prices.minute(btc, openMs, openMs + minuteMs)).toMatchObject(watched(prices, openMs));
  });

  test('an hour joins its minutes, a week starts on Monday, a month on the first', () => {
    const prices = createPrices();
    const hour = candleAt(prices, btc, '60', Date.UTC(2026, 0, 15, 10), startMs);
    const minutes = listCandles(
      prices,
      btc,
      { interval: '1', startMs: Date.UTC(2026, 0, 15, 10), endMs: Date.UTC(2026, 0, 15, 10, 59), limit: 1000 },
      startMs,
    );
    expect(minutes).toHaveLength(60);
    expect(hour.high).toBe(Math.max(...minutes.map(({ high }) => high)));
    expect(hour.close).toBe(minutes[0]?.close);
    const [week] = listCandles(prices, btc, { interval: 'W', limit: 1 }, startMs);
    const [month] = listCandles(prices, btc, { interval: 'M', limit: 1 }, startMs);
    expect(new Date(week!.openMs).toISOString()).toBe('2026-01-12T00:00:00.000Z');
    expect(new Date(month!.openMs).toISOString()).toBe('2026-01-01T00:00:00.000Z');
  });
});
