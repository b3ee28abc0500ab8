import { AppError, isFinal, isOwnClientOrderId } from '@tapedeck/core';
import fc from 'fast-check';
import type { PlaceOutcome } from '../testing/memory-venue.ts';
import { TradingBench, btc } from '../testing/trading-bench.ts';

type Step =
  | { readonly do: 'limit' | 'market' | 'close' | 'cancelAll' | 'restart' | 'store-held' | 'store-free' | 'elsewhere' }
  | { readonly do: 'venue'; readonly away: boolean }
  | { readonly do: 'pushes'; readonly on: boolean }
  | { readonly do: 'outcome'; readonly outcome: PlaceOutcome }
  | { readonly do: 'wait'; readonly ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('limit', 'market').map((name): Step => ({ do: name })) },
  { weight: 3, arbitrary: fc.constantFrom('close', 'cancelAll', 'elsewhere').map((name): Step => ({ do: name })) },
  { weight: 3, arbitrary: fc.constant<Step>({ do: 'restart' }) },
  { weight: 1, arbitrary: fc.constantFrom('store-held', 'store-free').map((name): Step => ({ do: name })) },
  { weight: 2, arbitrary: fc.boolean().map((away): Step => ({ do: 'venue', away })) },
  { weight: 2, arbitrary: fc.boolean().map((on): Step => ({ do: 'pushes', on })) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom<PlaceOutcome>('taken', 'answer-lost', 'request-lost', 'refused', 'not-sent')
      .map((outcome): Step => ({ do: 'outcome', outcome })),
  },
  { weight: 8, arbitrary: fc.constantFrom(50, 150, 700, 3_000).map((ms): Step => ({ do: 'wait', ms })) },
);

async function take(bench: TradingBench, next: Step): Promise<void> {
  switch (next.do) {
    case 'limit':
      bench.limit('49000', '0.002');
      return;
    case 'market':
      bench.market('0.002');
      return;
    case 'close':
      bench.send('closePosition', { positionId: `${btc}_net`, side: 'long' });
      return;
    case 'cancelAll':
      bench.send('cancelAll', {});
      return;
    case 'elsewhere':
      bench.venue.makeElsewhere();
      return;
    case 'restart':
      bench.restart();
      return;
    case 'store-held':
      bench.store.held = true;
      return;
    case 'store-free':
      bench.store.release();
      return;
    case 'venue':
      bench.venue.failure = next.away ? new AppError('retryable', 'The venue cannot be read.') : undefined;
      return;
    case 'pushes':
      bench.venue.pushes = next.on;
      return;
    case 'outcome':
      bench.venue.outcome = next.outcome;
      return;
    case 'wait':
      await bench.advance(next.ms);
  }
}

test('whatever fails, and however often the worker dies, each order is sent once at most and everything ends known', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const bench = await new TradingBench().ready();
      for (const next of steps) await take(bench, next);
      bench.venue.failure = undefined;
      bench.venue.outcome = 'taken';
      bench.venue.pushes = true;
      bench.store.release();
      bench.restart();
      await bench.advance(40_000);
      const ids = bench.venue.placements.map(({ clientOrderId }) => clientOrderId);
      expect(new Set(ids).size).toBe(ids.length);
      const statuses = [...bench.commands.commands.values()].map(({ command }) => command.status);
      expect(statuses.filter((status) => !isFinal(status))).toEqual([]);
      expect(bench.live).toMatchObject({ state: 'ready', blocked: {} });
      const standing = bench.venue.open.map(({ order }) => order.venueOrderId);
      const ours = bench.orders.filter(({ open }) => open).map(({ venueOrderId }) => venueOrderId ?? 'unknown');
      expect(new Set(ours)).toEqual(new Set(standing));
      expect(ours).toHaveLength(standing.length);
      for (const { clientOrderId, external } of bench.orders) expect(external).toBe(!isOwnClientOrderId(clientOrderId));
      const traded = bench.broker.executions.map(({ fill }) => fill.id).toSorted();
      const kept = bench.store.of('fills').map((fill) => String(Reflect.get(fill, 'id')));
      expect(kept.toSorted()).toEqual(traded);
    }),
    { numRuns: 25 },
  );
}, 60_000);
