import fc from 'fast-check';
import { addDecimals } from '../decimal.ts';
import { createBalance } from './balance.ts';
import { toInstrumentId } from './instrument.ts';
import { createCandle } from './market.ts';
import { createPosition, type Position } from './position.ts';

const parts: Omit<Position, 'id'> = {
  instrumentId: 'BTC-USDT-PERP',
  slot: 'net',
  side: 'long',
  quantity: '0.5',
  entryPrice: '67000.1',
  tickSize: '0.1',
  stepSize: '0.001',
  contractSize: '1',
};

describe('createPosition', () => {
  it('names it by instrument and slot', () => {
    expect(createPosition(parts).id).toBe('BTC-USDT-PERP_net');
  });

  it('quotes the field that is wrong', () => {
    expect(() => createPosition({ ...parts, quantity: '0' })).toThrow('quantity is "0": must be above zero');
    expect(() => createPosition({ ...parts, entryPrice: '6.7e4' })).toThrow('entryPrice is "6.7e4"');
  });

  it('refuses a long in the short slot of hedge mode', () => {
    expect(() => createPosition({ ...parts, slot: 'short' })).toThrow('is long in the short slot');
  });
});

describe('createBalance', () => {
  it('holds total = locked + free to the last digit', () => {
    const amount = fc
      .bigInt({ min: 0n, max: 10n ** 18n })
      .map((units) => `${units / 100_000_000n}.${(units % 100_000_000n).toString().padStart(8, '0')}`);
    fc.assert(
      fc.property(amount, amount, (total, locked) => {
        const balance = createBalance({ currency: 'USDT', total, locked });
        return addDecimals(balance.locked, balance.free) === balance.total;
      }),
    );
  });

  it('refuses a negative lock', () => {
    expect(() => createBalance({ currency: 'USDT', total: '1', locked: '-1' })).toThrow('locked is -1');
  });
});

describe('createCandle', () => {
  const candle = { openMs: 1_700_000_000_000, open: '10', high: '12', low: '9', close: '11', volume: '5' };

  it('keeps a candle whose prices agree', () => {
    expect(createCandle(candle)).toEqual(candle);
  });

  it('refuses a close outside the range', () => {
    expect(() => createCandle({ ...candle, close: '12.5' })).toThrow('lies outside low 9 to high 12');
  });
});

it('names an instrument so that it can be a document id and a map key', () => {
  expect(toInstrumentId({ base: 'BTC', quote: 'USDT', kind: 'perpetual' })).toBe('BTC-USDT-PERP');
  expect(toInstrumentId({ base: 'BTC', quote: 'USDT', kind: 'spot' })).toBe('BTC-USDT-SPOT');
});
