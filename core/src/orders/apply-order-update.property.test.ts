import { describe, expect, it } from '@jest/globals';
import { Big } from 'big.js';
import * as fc from 'fast-check';
import { addDecimals, compareDecimals, toDecimal } from '../decimal.ts';
import { applyOrderUpdate } from './apply-order-update.ts';
import { fillOf, placed, reportOf } from './order-fixture.ts';
import type { OrderRecord } from './order-record.ts';
import { mayOrderFollow } from './order-status.ts';
import type { OrderReport, OrderUpdate } from './order-update.ts';

type Step =
  | { readonly kind: 'fill'; readonly lots: number; readonly price: number }
  | { readonly kind: 'amend'; readonly lots: number };
type End = 'none' | 'cancelled' | 'expired' | 'rejected';

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('fill' as const),
      lots: fc.integer({ min: 1, max: 40 }),
      price: fc.integer({ min: 90, max: 100 }),
    }),
    fc.record({ kind: fc.constant('amend' as const), lots: fc.integer({ min: 1, max: 300 }) }),
  ),
  { maxLength: 8 },
);

const lotsText = (lots: number) => toDecimal(new Big(lots).div(100));

/** What a venue would tell of an order of 100 lots, in the order in which it happened, and how the order really stands. */
function tell(drawn: readonly Step[], end: End, isConditional: boolean) {
  const updates: OrderUpdate[] = [
    { kind: 'sent', atMs: 1001 },
    { kind: 'unconfirmed', atMs: 1002 },
  ];
  let [lots, filled, value, atMs] = [100, 0, new Big(0), 1010];
  const report = (status: OrderReport['status']) => {
    atMs += 10;
    updates.push(
      reportOf({
        status,
        venueMs: atMs,
        filledQuantity: lotsText(filled),
        ...(filled > 0 && { averageFillPrice: toDecimal(value.div(filled).round(12)) }),
        terms: { quantity: lotsText(lots), limitPrice: '100' },
      }),
    );
  };
  report(isConditional ? 'untriggered' : 'working');
  report('working');
  for (const [index, step] of drawn.entries()) {
    if (step.kind === 'amend') {
      lots = Math.max(step.lots, filled + 1);
      report(filled > 0 ? 'partly-filled' : 'working');
      continue;
    }
    const taken = Math.min(step.lots, lots - filled);
    filled += taken;
    value = value.plus(taken * step.price);
    atMs += 10;
    updates.push(fillOf({ id: `f-${index}`, venueMs: atMs, quantity: lotsText(taken), price: String(step.price) }));
    report(filled === lots ? 'filled' : 'partly-filled');
    if (filled === lots) break;
  }
  if (end !== 'none' && filled < lots) report(end);
  const isEnded = end !== 'none' || filled === lots;
  const status = filled === lots ? 'filled' : isEnded ? end : filled > 0 ? 'partly-filled' : 'working';
  return { updates, truth: { status, quantity: lotsText(lots), filledQuantity: lotsText(filled), limitPrice: '100' } };
}

/** A history, and the same updates shuffled with some of them told again later. */
const tellings = fc
  .record({
    drawn: steps,
    end: fc.constantFrom<End[]>('none', 'cancelled', 'expired', 'rejected'),
    isConditional: fc.boolean(),
  })
  .map(({ drawn, end, isConditional }) => tell(drawn, end, isConditional))
  .chain(({ updates, truth }) =>
    fc
      .array(fc.record({ update: fc.constantFrom(...updates), lateMs: fc.nat(500) }), { maxLength: 10 })
      .map((repeats) =>
        repeats.map(({ update, lateMs }) =>
          update.kind === 'report' || update.kind === 'fill' ? { ...update, readMs: update.readMs + lateMs } : update,
        ),
      )
      .chain((repeats) => {
        const all = [...updates, ...repeats];
        return fc.shuffledSubarray(all, { minLength: all.length }).map((shuffled) => ({ updates, shuffled, truth }));
      }),
  );

function follow(updates: readonly OrderUpdate[]): OrderRecord[] {
  const seen = [placed];
  for (const update of updates) seen.push(applyOrderUpdate(seen.at(-1) ?? placed, update));
  return seen;
}

const options = { numRuns: 200 };

describe('however the news of an order comes', () => {
  it('it ends as it really stands', () => {
    fc.assert(
      fc.property(tellings, ({ updates, truth }) => {
        expect(follow(updates).at(-1)).toMatchObject(truth);
      }),
      options,
    );
  });

  it('any sequence, with repeats, ends in the very same order', () => {
    fc.assert(
      fc.property(tellings, ({ updates, shuffled }) => {
        expect(follow(shuffled).at(-1)).toEqual(follow(updates).at(-1));
      }),
      options,
    );
  });

  it('telling all of it again changes nothing and makes no new object', () => {
    fc.assert(
      fc.property(tellings, ({ shuffled }) => {
        const order = follow(shuffled).at(-1) ?? placed;
        for (const update of shuffled) expect(applyOrderUpdate(order, update)).toBe(order);
      }),
      options,
    );
  });

  it('it never goes back, what is filled never falls, and fills never exceed the quantity', () => {
    fc.assert(
      fc.property(tellings, ({ shuffled }) => {
        const seen = follow(shuffled);
        for (const [index, order] of seen.entries()) {
          const sum = addDecimals(...Object.values(order.evidence.fills).map((fill) => fill.quantity));
          expect(compareDecimals(sum, order.filledQuantity)).toBeLessThanOrEqual(0);
          expect(compareDecimals(order.filledQuantity, order.quantity)).toBeLessThanOrEqual(0);
          const before = seen[index - 1];
          if (!before) continue;
          expect(compareDecimals(before.filledQuantity, order.filledQuantity)).toBeLessThanOrEqual(0);
          expect(before.updatedAtMs).toBeLessThanOrEqual(order.updatedAtMs);
          if (before.status !== order.status) {
            expect([before.status, order.status, mayOrderFollow(before.status, order.status)]).toEqual([
              before.status,
              order.status,
              true,
            ]);
          }
        }
      }),
      options,
    );
  });
});
