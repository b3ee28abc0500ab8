import type { LiveConnectionDocument } from '@tapedeck/core/documents/live-documents';
import { ratesBetween } from './connection-rates.ts';

const counts = {
  polls: 100,
  pollErrors: 0,
  streamEvents: 40,
  streamReconnects: 0,
  writes: 80,
  writeErrors: 0,
  unchanged: 20,
  tradeEvents: 2,
};
const first = { epoch: 3, beatMs: 10_000, counts } as LiveConnectionDocument;

describe('ratesBetween', () => {
  it('divides what was counted by the time between two heartbeats', () => {
    const second = { ...first, beatMs: 20_000, counts: { ...counts, polls: 110, writes: 85 } };
    expect(ratesBetween(first, second)).toMatchObject({ polls: 1, writes: 0.5, writeErrors: 0 });
  });

  it('knows nothing from one heartbeat or across sessions', () => {
    expect(ratesBetween(undefined, first)).toBeUndefined();
    expect(ratesBetween(first, first)).toBeUndefined();
    expect(ratesBetween(first, { ...first, beatMs: 20_000, epoch: 4 })).toBeUndefined();
    expect(ratesBetween(first, { ...first, beatMs: 20_000, counts: { ...counts, polls: 1 } })).toBeUndefined();
  });
});
