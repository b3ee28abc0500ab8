import { onWatchedQuotes, watchedQuotes, watchQuoteOf } from './watching.ts';

describe('watched quotes', () => {
  it('names each once, for as long as one part of the page shows it', () => {
    const first = watchQuoteOf('bybit-simulated', 'BTC-USDT-PERP');
    const second = watchQuoteOf('bybit-simulated', 'BTC-USDT-PERP');
    expect(watchedQuotes()).toEqual(['bybit-simulated/BTC-USDT-PERP']);
    first();
    expect(watchedQuotes()).toEqual(['bybit-simulated/BTC-USDT-PERP']);
    second();
    expect(watchedQuotes()).toEqual([]);
  });

  it('tells only when the list changes', () => {
    let told = 0;
    const end = onWatchedQuotes(() => (told += 1));
    const stops = [watchQuoteOf('v', 'A'), watchQuoteOf('v', 'A'), watchQuoteOf('v', 'B')];
    for (const stop of stops) stop();
    expect(told).toBe(4);
    end();
  });

  it('keeps the latest eight, which is what a presence document takes', () => {
    const stops = Array.from({ length: 10 }, (_, index) => watchQuoteOf('v', `I${index}`));
    expect(watchedQuotes()).toHaveLength(8);
    expect(watchedQuotes().at(-1)).toBe('v/I9');
    for (const stop of stops) stop();
  });
});
