import { wasOpenedElsewhere } from './live-trading.ts';

describe('who opened a position', () => {
  const position = { id: 'BTC-USDT-PERP_net', side: 'long' } as const;

  it('is marked only where it is known to have been somebody else', () => {
    expect(wasOpenedElsewhere({ openedElsewhere: { [position.id]: 'long' } }, position)).toBe(true);
    expect(wasOpenedElsewhere({ openedElsewhere: {} }, position)).toBe(false);
    expect(wasOpenedElsewhere({}, position)).toBe(false);
    expect(wasOpenedElsewhere(undefined, position)).toBe(false);
  });

  it('says nothing of a position that has turned since', () => {
    expect(wasOpenedElsewhere({ openedElsewhere: { [position.id]: 'short' } }, position)).toBe(false);
  });
});
