import type { LivePositionsDocument, LiveStateDocument } from '@tapedeck/core/documents/live-documents';
import { mergeAccountLive } from './account-live.ts';

const committedAt = { toMillis: () => 1_000 };

function stateOf(parts: Partial<LiveStateDocument> = {}): LiveStateDocument {
  return {
    seq: 1,
    structureSeq: 1,
    epoch: 1,
    cause: 'poll',
    figures: { equity: '100', unrealisedPnl: '3' },
    balances: { USDT: { total: '97', locked: '0', free: '97' } },
    markPrices: ['50100', '3010'],
    unrealisedPnls: ['1', '2'],
    liquidationPrices: [null, '4000'],
    initialMargins: ['10', '20'],
    venueMs: 900,
    readMs: 950,
    sentMs: 960,
    committedAt,
    ...parts,
  };
}

function positionOf(instrumentId: string, quantity: string) {
  return {
    instrumentId,
    slot: 'net' as const,
    side: 'long' as const,
    quantity,
    entryPrice: '50000',
    tickSize: '0.1',
    stepSize: '0.001',
    contractSize: '1',
  };
}

function structureOf(positions: LivePositionsDocument['positions'], structureSeq = 1): LivePositionsDocument {
  return { structureSeq, epoch: 1, positions, changed: { added: [], removed: [], modified: [] }, committedAt };
}

// Stored in another order than that of the ids, as a map may come.
const two = structureOf({
  'ETH-USDT-PERP_net': positionOf('ETH-USDT-PERP', '2'),
  'BTC-USDT-PERP_net': positionOf('BTC-USDT-PERP', '0.1'),
});

describe('mergeAccountLive', () => {
  it('gives nothing before there is a state', () => {
    expect(mergeAccountLive(undefined, { positions: two })).toBeUndefined();
  });

  it('lays the arrays beside the positions in the order of their ids', () => {
    const live = mergeAccountLive(undefined, { state: stateOf(), positions: two });
    expect(live?.positions.map(({ id, markPrice, unrealisedPnl }) => [id, markPrice, unrealisedPnl])).toEqual([
      ['BTC-USDT-PERP_net', '50100', '1'],
      ['ETH-USDT-PERP_net', '3010', '2'],
    ]);
  });

  it('leaves out a mark that is unknown, and never makes it zero', () => {
    const live = mergeAccountLive(undefined, { state: stateOf(), positions: two });
    expect(live?.positions[0]).not.toHaveProperty('liquidationPrice');
    expect(live?.positions[1]?.liquidationPrice).toBe('4000');
  });

  it('never shows a mark beside another position while the two documents are out of step', () => {
    const before = mergeAccountLive(undefined, { state: stateOf(), positions: two });
    const three = structureOf({ ...two.positions, 'ADA-USDT-PERP_net': positionOf('ADA-USDT-PERP', '100') }, 2);
    const live = mergeAccountLive(before, { state: stateOf({ seq: 2 }), positions: three });
    expect(live?.positions.map(({ id, markPrice }) => [id, markPrice])).toEqual([
      ['ADA-USDT-PERP_net', undefined],
      ['BTC-USDT-PERP_net', '50100'],
      ['ETH-USDT-PERP_net', '3010'],
    ]);
  });

  it('keeps the identity of what did not change', () => {
    const before = mergeAccountLive(undefined, { state: stateOf(), positions: two });
    const after = mergeAccountLive(before, {
      state: stateOf({ seq: 2, markPrices: ['50100', '3011'] }),
      positions: two,
    });
    expect(after?.positions[0]).toBe(before?.positions[0]);
    expect(after?.positions[1]).not.toBe(before?.positions[1]);
    expect(after?.figures).toBe(before?.figures);
    expect(after?.balances).toBe(before?.balances);
  });

  it('drops a position that was closed', () => {
    const before = mergeAccountLive(undefined, { state: stateOf(), positions: two });
    const one = structureOf({ 'ETH-USDT-PERP_net': positionOf('ETH-USDT-PERP', '2') }, 2);
    const after = mergeAccountLive(before, {
      state: stateOf({ seq: 2, structureSeq: 2, markPrices: ['3012'], unrealisedPnls: ['4'] }),
      positions: one,
    });
    expect(after?.positions.map(({ id, markPrice }) => [id, markPrice])).toEqual([['ETH-USDT-PERP_net', '3012']]);
  });
});
