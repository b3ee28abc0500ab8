import { describe, expect, it } from '@jest/globals';
import type { Order } from '../model/order.ts';
import { adoptOrder, applyOrderUpdate } from './apply-order-update.ts';
import { fillOf, placed, reportOf } from './order-fixture.ts';
import { orderRecordSchema, type OrderRecord } from './order-record.ts';
import { toOrderReport, type OrderUpdate } from './order-update.ts';

function after(...updates: OrderUpdate[]): OrderRecord {
  return updates.reduce(applyOrderUpdate, placed);
}

const half = fillOf({ id: 'f-1', venueMs: 1100 });
const rest = fillOf({ id: 'f-2', venueMs: 1200, price: '99' });
const working = reportOf({ venueMs: 1050 });
const filled = reportOf({ venueMs: 1200, status: 'filled', filledQuantity: '1', averageFillPrice: '99.5' });
const cancelled = reportOf({ venueMs: 1150, status: 'cancelled', filledQuantity: '0.5', averageFillPrice: '100' });

describe('an order', () => {
  it('goes from made to filled, and its document parses', () => {
    const order = after({ kind: 'sent', atMs: 1010 }, working, half, rest, filled);
    expect(order).toMatchObject({
      status: 'filled',
      filledQuantity: '1',
      averageFillPrice: '99.5',
      venueOrderId: 'v-1',
    });
    expect(order.evidence.moments).toEqual({ created: 1000, sent: 1010, accepted: 1055, triggered: 1055, ended: 1205 });
    expect(orderRecordSchema.parse(JSON.parse(JSON.stringify(order)))).toEqual(order);
    expect(orderRecordSchema.parse(placed)).toEqual(placed);
  });

  it('is unknown without an answer, which is neither rejected nor the end', () => {
    const order = after({ kind: 'sent', atMs: 1010 }, { kind: 'unconfirmed', atMs: 4010 });
    expect(order.status).toBe('unknown');
    expect(applyOrderUpdate(order, working).status).toBe('working');
    const absent = { code: 'never-arrived', message: 'The venue has no such order.' };
    expect(applyOrderUpdate(order, { kind: 'absent', reason: absent, atMs: 9000 })).toMatchObject({
      status: 'rejected',
      reason: absent,
    });
  });

  it('is shown as it stands when it was held for rejected and the venue has it all the same', () => {
    const refused = after({ kind: 'refused', reason: { code: '110007', message: 'No margin.' }, atMs: 1020 });
    expect(refused.status).toBe('rejected');
    const shown = applyOrderUpdate(refused, working);
    expect(shown.status).toBe('working');
    expect(shown).not.toHaveProperty('reason');
  });

  it('takes a fill before its acceptance', () => {
    const early = after(half);
    expect(early).toMatchObject({ status: 'partly-filled', filledQuantity: '0.5', averageFillPrice: '100' });
    expect(applyOrderUpdate(early, working)).toMatchObject({ status: 'partly-filled', filledQuantity: '0.5' });
  });

  it('takes a fill after its cancellation without coming back to life', () => {
    const order = after(working, cancelled, half);
    expect(order).toMatchObject({ status: 'cancelled', filledQuantity: '0.5' });
  });

  it('counts a fill once, from stream and query', () => {
    const order = after(working, half);
    expect(applyOrderUpdate(order, { ...half, readMs: 9999 })).toBe(order);
    expect(applyOrderUpdate(order, working)).toBe(order);
  });

  it('leaves the end to the venue: fills alone do not end it', () => {
    expect(after(half, rest)).toMatchObject({ status: 'partly-filled', filledQuantity: '1' });
  });

  it('believes the venue on what was filled before the fills are known', () => {
    const order = after(filled, half);
    expect(order).toMatchObject({ filledQuantity: '1', averageFillPrice: '99.5' });
    expect(after(filled, half, rest).averageFillPrice).toBe('99.5');
  });

  it('shows the newest terms, and a larger quantity while news of the amendment is missing', () => {
    const amended = reportOf({ venueMs: 1120, terms: { quantity: '2', limitPrice: '101' } });
    const old = reportOf({ venueMs: 1060, terms: { quantity: '1', limitPrice: '100' } });
    expect(after(amended, old)).toMatchObject({ quantity: '2', limitPrice: '101' });
    const large = fillOf({ id: 'f-9', venueMs: 1130, quantity: '1.5' });
    expect(after(large)).toMatchObject({ quantity: '1.5', filledQuantity: '1.5', status: 'partly-filled' });
    expect(after(large, amended)).toMatchObject({ quantity: '2', filledQuantity: '1.5' });
  });

  it('keeps why the venue ended it', () => {
    const reason = { code: 'EC_PostOnlyWillTakeLiquidity', message: 'It would have traded at once.' };
    const order = after(reportOf({ venueMs: 1100, status: 'cancelled', reason }), working);
    expect(order).toMatchObject({ status: 'cancelled', reason });
  });

  it('is never merged with another that has its id', () => {
    expect(() => after(working, reportOf({ venueMs: 1070, venueOrderId: 'v-2' }))).toThrow('has two orders for td-1');
    expect(() => after(fillOf({ id: 'f-1', venueMs: 1100, side: 'sell' }))).toThrow('is not of the order td-1');
  });
});

describe('an order made elsewhere', () => {
  const order: Order = {
    clientOrderId: 'ext-1',
    venueOrderId: 'v-7',
    instrumentId: 'BTC-USDT-PERP',
    side: 'sell',
    type: 'limit',
    timeInForce: 'GTC',
    status: 'partly-filled',
    quantity: '3',
    filledQuantity: '1',
    averageFillPrice: '101',
    limitPrice: '101',
    reduceOnly: false,
    slot: 'net',
    createdAtMs: 500,
    updatedAtMs: 700,
  };

  it('is adopted as external and then followed like any other', () => {
    const adopted = adoptOrder(order, 705);
    expect(adopted).toMatchObject({ ...order, external: true });
    const report = toOrderReport({ ...order, status: 'filled', filledQuantity: '3', updatedAtMs: 800 }, 805);
    expect(report && applyOrderUpdate(adopted, report)).toMatchObject({ status: 'filled', filledQuantity: '3' });
  });

  it('says nothing while the venue says nothing', () => {
    expect(toOrderReport({ ...order, status: 'unknown' }, 1)).toBeUndefined();
    expect(adoptOrder({ ...order, status: 'unknown' }, 1).status).toBe('unknown');
  });
});
