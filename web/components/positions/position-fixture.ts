import type { Position } from '@tapedeck/core/model/position';

/** Long 2 BTC from 100, mark 110. For tests. */
export const longPosition: Position = {
  id: 'BTC-USDT-PERP_net',
  instrumentId: 'BTC-USDT-PERP',
  slot: 'net',
  side: 'long',
  quantity: '2',
  entryPrice: '100',
  markPrice: '110',
  tickSize: '0.5',
  stepSize: '0.1',
  contractSize: '1',
};
