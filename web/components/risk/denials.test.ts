import { denialCodes } from '@tapedeck/core/risk/denial';
import type { Activity } from '@/live/activity.ts';
import { denialsOf, groupDenials } from './denials.ts';

const denied = (id: string, atMs: number, ...codes: string[]): Activity => ({
  id,
  atMs,
  kind: 'command',
  type: 'placeOrder',
  actor: { kind: 'user', name: 'Tarek' },
  summary: 'Place order: rejected.',
  result: 'rejected',
  details: { result: { denials: codes.map((code) => ({ code, message: `${code} at ${atMs}` })) } },
});

describe('groupDenials', () => {
  it('counts each reason, the most frequent first, with its newest sentence', () => {
    const groups = groupDenials([
      denied('c', 3, 'leverage-cap'),
      denied('b', 2, 'order-notional', 'leverage-cap'),
      denied('a', 1, 'price-stale'),
    ]);
    expect(groups.map(({ code, count, last, message }) => [code, count, last.id, message])).toEqual([
      ['leverage-cap', 2, 'c', 'leverage-cap at 3'],
      ['order-notional', 1, 'b', 'order-notional at 2'],
      ['price-stale', 1, 'a', 'price-stale at 1'],
    ]);
  });

  it('has words for every code', () => {
    const groups = groupDenials([denied('a', 1, ...denialCodes)]);
    expect(groups).toHaveLength(denialCodes.length);
  });

  it('sees no denial in what succeeded, failed otherwise, or is of another shape', () => {
    expect(denialsOf({ result: 'succeeded', details: { result: { denials: [] } } })).toEqual([]);
    expect(denialsOf({ result: 'rejected', details: { error: { code: 'rejected' } } })).toEqual([]);
    expect(denialsOf({ result: 'rejected', details: { result: { denials: [{ code: 'x', message: 'y' }] } } })).toEqual(
      [],
    );
  });
});
