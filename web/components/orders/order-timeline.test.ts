import type { CommandDocument } from '@tapedeck/core/documents/command-document';
import { orderDocument } from './order-document-fixture.ts';
import { figuresOf } from './order-figures.ts';
import { toTimeline } from './order-timeline.ts';

const command = {
  type: 'placeOrder',
  payload: {},
  actor: { uid: 'u-1', name: 'Olivia Owner', role: 'owner' },
  status: 'succeeded',
  createdAtMs: 900,
  expiresAtMs: 15_900,
  history: [
    { status: 'pending', atMs: 900 },
    { status: 'claimed', atMs: 950 },
  ],
} as const satisfies CommandDocument;

const fill = (price: string, readMs: number) => ({
  price,
  quantity: '0.5',
  fee: '0.02',
  feeCurrency: 'USDT',
  liquidity: 'maker' as const,
  venueMs: readMs - 5,
  readMs,
});
const filled = orderDocument({
  status: 'filled',
  filledQuantity: '1',
  averageFillPrice: '101',
  referencePrice: '100',
  evidence: {
    ...orderDocument().evidence,
    fills: { 'f-2': fill('102', 1_300), 'f-1': fill('100', 1_200) },
    moments: { created: 1_000, sent: 1_010, accepted: 1_040, triggered: 1_040, ended: 1_300 },
  },
});

describe('toTimeline', () => {
  it('says of an order that no venue ever heard of who refused it', () => {
    const denied = orderDocument({
      status: 'rejected',
      open: false,
      evidence: { ...orderDocument().evidence, moments: { created: 1_000, refused: 1_000 } },
    });
    expect(toTimeline(denied, undefined).map(({ title }) => title)).toEqual(['Denied by a gate']);
  });

  it('goes from the command to the last fill, each step with the time from the one before', () => {
    expect(toTimeline(filled, command).map(({ title, sinceMs }) => [title, sinceMs])).toEqual([
      ['Sent by Olivia Owner', undefined],
      ['Taken by the worker', 50],
      ['Checked and stored', 50],
      ['Sent to the venue', 10],
      ['At the venue', 30],
      ['Fill of 0.5 at 100', 160],
      ['Fill of 0.5 at 102', 100],
      ['Filled', 0],
    ]);
  });

  it('begins with the order where the command is gone, and says so of one from elsewhere', () => {
    expect(toTimeline(orderDocument({ external: true }), undefined)[0]?.title).toBe('Found at the venue');
  });

  it('names the trigger only of an order that waits for one', () => {
    const titles = (order: typeof filled) => toTimeline(order, undefined).map(({ title }) => title);
    expect(titles(filled)).not.toContain('Triggered');
    expect(titles(orderDocument({ type: 'stop' }))).toContain('Triggered');
  });
});

describe('figuresOf', () => {
  it('sums fees by currency and measures slippage against the price that was seen', () => {
    expect(figuresOf(filled)).toEqual({
      fees: [{ currency: 'USDT', amount: '0.04' }],
      slippageBps: 100,
      acceptMs: 30,
    });
  });

  it('has neither where nothing was filled', () => {
    expect(figuresOf(orderDocument())).toEqual({ fees: [], acceptMs: 30 });
  });
});
