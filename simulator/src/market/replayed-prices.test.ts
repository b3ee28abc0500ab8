import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GeneratedPrices } from './generated-prices.ts';
import { ReplayedPrices, readCandleFile } from './replayed-prices.ts';

describe('replayed prices', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'replay-'));
  });
  afterEach(() => {
    rmSync(dir, { recursive: true });
  });

  function write(text: string): string {
    const file = path.join(dir, 'candles.csv');
    writeFileSync(file, text);
    return file;
  }

  test('a file is read with and without a header', () => {
    const rows = '0,100,110,95,105,3\n60000,105,106,104,104,2\n';
    const bare = readCandleFile(write(rows));
    expect(bare).toHaveLength(2);
    expect(readCandleFile(write(`timestamp,open,high,low,close,volume\n${rows}`))).toEqual(bare);
  });

  test('a candle that contradicts itself is named', () => {
    expect(() => readCandleFile(write('0,100,90,95,105,3\n'))).toThrow('candle 1: "0,100,90,95,105,3"');
  });

  test('laps join without a leap, other coins are generated', () => {
    const rows = readCandleFile(write('0,100,110,95,105,3\n60000,105,131,104,130,2\n'));
    const fallback = new GeneratedPrices(1);
    const source = new ReplayedPrices({ base: 'BTC', rows, startMinute: 1_000, fallback });
    expect(source.minuteOf('BTC', 1_001).close).toBe(130);
    expect(source.minuteOf('BTC', 1_002).open).toBeCloseTo(130, 9);
    expect(source.minuteOf('BTC', 999).close).toBeCloseTo(100, 9);
    expect(source.minuteOf('ETH', 1_000)).toEqual(fallback.minuteOf('ETH', 1_000));
  });
});
