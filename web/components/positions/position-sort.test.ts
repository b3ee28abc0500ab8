import type { Position } from '@tapedeck/core/model/position';
import { sortPositions, toggleSort } from './position-sort.ts';

function position(base: string, parts: Partial<Position> = {}): Position {
  return {
    id: `${base}-USDT-PERP_net`,
    instrumentId: `${base}-USDT-PERP`,
    slot: 'net',
    side: 'long',
    quantity: '1',
    entryPrice: '1',
    tickSize: '0.1',
    stepSize: '0.1',
    contractSize: '1',
    ...parts,
  };
}

const bases = (ids: readonly string[]) => ids.map((id) => id.split('-')[0]);

describe('sortPositions', () => {
  const positions = [
    position('BTC', { unrealisedPnl: '-9' }),
    position('ADA', { unrealisedPnl: '10' }),
    position('SOL'),
    position('ETH', { unrealisedPnl: '2' }),
  ];

  it('sorts names from A to Z', () => {
    expect(bases(sortPositions(positions, { key: 'instrument', descending: false }))).toEqual([
      'ADA',
      'BTC',
      'ETH',
      'SOL',
    ]);
  });

  it('sorts amounts as numbers and puts unknown ones last either way', () => {
    expect(bases(sortPositions(positions, { key: 'pnl', descending: true }))).toEqual(['ADA', 'ETH', 'BTC', 'SOL']);
    expect(bases(sortPositions(positions, { key: 'pnl', descending: false }))).toEqual(['BTC', 'ETH', 'ADA', 'SOL']);
  });
});

describe('toggleSort', () => {
  it('begins with the largest figure and turns round at the second click', () => {
    const first = toggleSort({ key: 'instrument', descending: false }, 'pnl');
    expect(first).toEqual({ key: 'pnl', descending: true });
    expect(toggleSort(first, 'pnl').descending).toBe(false);
  });
});
