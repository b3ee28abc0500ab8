import type { VenueAccount } from '@/live/simulator-control.ts';
import { faultLabel, nextToClose, nextToOpen } from './fault-choices.ts';

const holding = (...symbols: string[]): VenueAccount => ({
  name: 'main',
  positions: symbols.map((symbol) => ({ symbol, side: 'Buy', size: '1' })),
});

it('opens what the account does not hold yet', () => {
  expect(nextToOpen(holding())?.symbol).toBe('AVAXUSDT');
  expect(nextToOpen(holding('AVAXUSDT', 'ADAUSDT'))).toEqual({ symbol: 'BTCUSDT', size: '0.01' });
  expect(nextToOpen(holding('AVAXUSDT', 'ADAUSDT', 'BTCUSDT', 'ETHUSDT', 'SOLUSDT', 'XRPUSDT'))).toBeUndefined();
});

it('closes what was opened from here before anything else', () => {
  expect(nextToClose(holding('BTCUSDT', 'AVAXUSDT', 'ETHUSDT'), ['AVAXUSDT'])).toBe('AVAXUSDT');
  expect(nextToClose(holding('BTCUSDT', 'ETHUSDT'), ['AVAXUSDT'])).toBe('ETHUSDT');
  expect(nextToClose(holding(), ['AVAXUSDT'])).toBeUndefined();
});

it('names faults that it has no button for', () => {
  expect(faultLabel('latency')).toBe('Slow answers (800 ms)');
  expect(faultLabel('clock-skew')).toBe('clock skew');
});
