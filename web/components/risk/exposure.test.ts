import { sumExposure, type HeldPosition } from './exposure.ts';

const held = (accountId: string, instrumentId: string, side: 'long' | 'short', value?: string): HeldPosition => ({
  accountId,
  instrumentId,
  slot: 'net',
  side,
  quantity: '1',
  value,
  currency: 'USDT',
  leverage: undefined,
});

const positions = [
  held('main', 'BTC-USDT-PERP', 'long', '100'),
  held('swing', 'BTC-USDT-PERP', 'short', '250.5'),
  held('main', 'ETH-USDT-PERP', 'long', '40'),
];

describe('sumExposure', () => {
  it('sums long and short under each name, the largest gross first', () => {
    expect(sumExposure(positions, ({ instrumentId }) => instrumentId)).toEqual([
      { key: 'BTC-USDT-PERP', currency: 'USDT', long: '100', short: '250.5', net: '-150.5', gross: '350.5' },
      { key: 'ETH-USDT-PERP', currency: 'USDT', long: '40', short: '0', net: '40', gross: '40' },
    ]);
    expect(sumExposure(positions, ({ accountId }) => accountId).map(({ key, net }) => [key, net])).toEqual([
      ['swing', '-250.5'],
      ['main', '140'],
    ]);
  });

  it('never adds different currencies, and does not know a sum with an unknown part', () => {
    const mixed = [...positions, { ...held('main', 'BTC-EUR-PERP', 'long', '7'), currency: 'EUR' }];
    expect(sumExposure(mixed, () => 'all').map(({ currency }) => currency)).toEqual(['USDT', 'EUR']);
    const unknown = sumExposure([...positions, held('main', 'SOL-USDT-PERP', 'long')], () => 'all');
    expect(unknown).toMatchObject([{ long: undefined, short: '250.5', net: undefined, gross: undefined }]);
  });
});
