import { formatInterval, formatLatency, formatRate, formatSpan } from './durations.ts';

it('shows latencies with as much as can be told apart', () => {
  expect([0.04, 2.41, 9.96, 35.4, 999.6, 1_254].map(formatLatency)).toEqual([
    '0.0 ms',
    '2.4 ms',
    '10 ms',
    '35 ms',
    '1.00 s',
    '1.25 s',
  ]);
  expect(formatLatency(undefined)).toBe('—');
});

it('shows spans in their two largest units', () => {
  expect([0, 7_900, 845_000, 8_040_000, 273_600_000].map(formatSpan)).toEqual([
    '0 s',
    '7 s',
    '14 min 5 s',
    '2 h 14 min',
    '3 d 4 h',
  ]);
});

it('shows intervals in seconds and rates with two decimals while they are small', () => {
  expect([250, 1_000, 60_000].map(formatInterval)).toEqual(['0.25 s', '1 s', '60 s']);
  expect([0.954, 12.3, undefined].map(formatRate)).toEqual(['0.95/s', '12/s', '—']);
});
