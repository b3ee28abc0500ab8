import { everyCapability, type TradingCapabilities } from '@tapedeck/core/orders/trading-capabilities';
import { emptyDraft, type TicketDraft } from './ticket-draft.ts';
import { draftOffReason, protectionOffReason, timeOffReason, typeOffReason, typesOffNote } from './venue-offers.ts';

const plain: TradingCapabilities = {
  ...everyCapability,
  orders: { market: ['IOC'], limit: ['GTC', 'IOC', 'FOK', 'post-only'] },
  triggerBy: [],
  attachedStops: false,
  positionStops: false,
  trailingStop: false,
};
const { 'trailing-stop': _none, ...untrailed } = everyCapability.orders;
const bybit: TradingCapabilities = { ...everyCapability, orders: { ...untrailed, market: ['IOC'] } };
const draft = (parts: Partial<TicketDraft>): TicketDraft => ({ ...emptyDraft, ...parts });

describe('what a venue takes', () => {
  it('is everything until its worker has said otherwise', () => {
    expect(typeOffReason(undefined, 'trailing-stop')).toBeUndefined();
    expect(protectionOffReason(undefined)).toBeUndefined();
    expect(draftOffReason(undefined, draft({ type: 'trailing-stop' }))).toBeUndefined();
    expect(typesOffNote(everyCapability)).toBeUndefined();
  });

  it('leaves out order types, and points to the trailing stop of the position where there is one', () => {
    expect(typeOffReason(bybit, 'stop')).toBeUndefined();
    expect(typeOffReason(bybit, 'trailing-stop')).toMatch(/Set a trailing stop on the open position/);
    expect(typeOffReason(plain, 'trailing-stop')).toMatch(/exchange’s own app/);
    expect(typesOffNote(plain)).toMatch(/^Stop, Stop-limit, Take-profit and Trailing stop/);
    expect(typesOffNote(bybit)).toMatch(/^Trailing stop/);
  });

  it('leaves out times in force by type', () => {
    expect(timeOffReason(bybit, 'market', 'FOK')).toMatch(/Fill or kill/);
    expect(timeOffReason(bybit, 'limit', 'FOK')).toBeUndefined();
  });

  it('leaves out stops that go with an order', () => {
    expect(protectionOffReason(bybit)).toBeUndefined();
    expect(protectionOffReason(plain)).toMatch(/exchange’s own app/);
    expect(protectionOffReason({ ...plain, positionStops: true })).toMatch(/on the position/);
  });

  it('keeps a draft back that an earlier account would have taken', () => {
    expect(draftOffReason(plain, draft({ type: 'stop' }))).toMatch(/Stop/);
    expect(draftOffReason(plain, draft({ type: 'market', timeInForce: 'FOK' }))).toMatch(/Fill or kill/);
    expect(draftOffReason(plain, draft({ type: 'market', timeInForce: 'post-only' }))).toBeUndefined();
    const byLast: TradingCapabilities = { ...everyCapability, triggerBy: ['last'] };
    expect(draftOffReason(byLast, draft({ type: 'stop', triggerBy: 'mark' }))).toMatch(/last price/);
  });
});
