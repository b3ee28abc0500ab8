import { toInstrumentId } from '@tapedeck/core';
import type { EngineOrder, OrderReference, OrderRequest } from '@tapedeck/core/matching/order-types';
import type { Faults } from '../control/faults.ts';
import { ApiError, apiErrors } from '../http/api-error.ts';
import type { Params } from '../http/params.ts';
import type { Category, VenueInstrument } from '../market/instruments.ts';
import { fromOrderWireId, toWireId } from '../wire/ids.ts';
import type { VenueAccount } from './account-directory.ts';
import { toOrderRequest } from './order-request.ts';
import { laterRefusals, toApiError } from './rejections.ts';
import type { Venue } from './venue.ts';

/** What the venue answers to an order: an acknowledgement, no result. */
export interface OrderAcknowledgement {
  readonly orderId: string;
  readonly orderLinkId: string;
}

/** Takes orders the way Bybit's order endpoints do; REST, the trade stream and the control endpoint share it. */
export class OrderDesk {
  readonly #venue: Venue;
  readonly #faults: Faults;

  constructor(venue: Venue, faults: Faults) {
    this.#venue = venue;
    this.#faults = faults;
  }

  create(params: Params, account: VenueAccount): OrderAcknowledgement {
    const instrument = this.#needInstrument(params);
    this.#venue.refresh(instrument);
    const instrumentId = toInstrumentId(instrument);
    const { lastTicks = 0, asks } = this.#venue.engine.market(instrumentId);
    const request = toOrderRequest(params, account.name, instrument, {
      lastTicks,
      bestAskTicks: asks[0]?.[0] ?? lastTicks,
    });
    const shortage = this.#faults.strike('partial-fills', { account: account.name, path: '/v5/order/create' });
    if (shortage) this.#thinBook(instrument, request.quantity, shortage.ratio);
    const nowMs = this.#venue.clock.now();
    const outcome = this.#venue.run(() => this.#venue.engine.submit(request, nowMs));
    const orderLinkId = request.clientOrderId ?? '';
    if (outcome.ok) {
      return { orderId: toWireId(instrument.category, 'order', outcome.order.orderId), orderLinkId };
    }
    if (outcome.code === 'trigger-already-passed' && firesOnFall(request)) {
      throw new ApiError(110093, `expect Falling, but trigger_price >= current (${outcome.message})`);
    }
    const rejectReason = laterRefusals[outcome.code];
    if (rejectReason === undefined) throw toApiError(outcome, instrument.category);
    return { orderId: this.#venue.cancelUnstored(account, instrument, request, rejectReason), orderLinkId };
  }

  amend(params: Params, account: VenueAccount): OrderAcknowledgement {
    const { order, instrument } = this.#needOpenOrder(params, account);
    const quantity = params.decimal('qty');
    const limitPrice = params.decimal('price');
    const triggerPrice = params.decimal('triggerPrice');
    this.#venue.refresh(instrument);
    const outcome = this.#venue.run(() =>
      this.#venue.engine.amend(
        {
          accountId: account.name,
          orderId: order.orderId,
          ...(quantity === undefined ? {} : { quantity }),
          ...(limitPrice === undefined ? {} : { limitPrice }),
          ...(triggerPrice === undefined ? {} : { triggerPrice }),
        },
        this.#venue.clock.now(),
      ),
    );
    if (!outcome.ok) throw toApiError(outcome, instrument.category);
    return acknowledge(order, instrument);
  }

  cancel(params: Params, account: VenueAccount): OrderAcknowledgement {
    const { order, instrument } = this.#needOpenOrder(params, account);
    if (instrument.category === 'spot' && !toOrderFilter(params, 'spot')(order)) {
      throw toApiError({ code: 'unknown-order', message: 'not in the list that orderFilter names' }, 'spot');
    }
    const reference = { accountId: account.name, orderId: order.orderId };
    const outcome = this.#venue.run(() => this.#venue.engine.cancel(reference, this.#venue.clock.now()));
    if (!outcome.ok) throw toApiError(outcome, instrument.category);
    return acknowledge(order, instrument);
  }

  cancelAll(params: Params, account: VenueAccount): readonly OrderAcknowledgement[] {
    const category = params.oneOf('category', ['linear', 'spot']);
    const symbol = params.text('symbol');
    const scoped = symbol ?? params.text('settleCoin') ?? params.text('baseCoin');
    if (category === 'linear' && scoped === undefined) {
      throw apiErrors.parameter('At least one of symbol, settleCoin and baseCoin is required');
    }
    const settleCoin = params.text('settleCoin');
    const isListed = toOrderFilter(params, category);
    const orders = this.#venue.engine.openOrders(account.name).filter((order) => {
      const instrument = this.#venue.instrumentOf(order);
      return (
        instrument.category === category &&
        (symbol === undefined || instrument.symbol === symbol) &&
        (settleCoin === undefined || instrument.quote === settleCoin) &&
        isListed(order)
      );
    });
    return orders.map((order) => {
      const reference = { accountId: account.name, orderId: order.orderId };
      this.#venue.run(() => this.#venue.engine.cancel(reference, this.#venue.clock.now()));
      return acknowledge(order, this.#venue.instrumentOf(order));
    });
  }

  #needInstrument(params: Params): VenueInstrument {
    const category = params.oneOf<Category>('category', ['linear', 'spot']);
    const instrument = this.#venue.table.find(category, params.need('symbol'));
    if (instrument) return instrument;
    throw category === 'spot' ? new ApiError(170121, 'Invalid symbol.') : apiErrors.parameter('symbol invalid');
  }

  #needOpenOrder(params: Params, account: VenueAccount): { order: EngineOrder; instrument: VenueInstrument } {
    const category = params.oneOf<Category>('category', ['linear', 'spot']);
    const unknown = toApiError({ code: 'unknown-order', message: 'no such open order' }, category);
    const orderId = params.text('orderId');
    const clientOrderId = params.text('orderLinkId');
    if (orderId === undefined && clientOrderId === undefined) {
      throw apiErrors.parameter('orderId or orderLinkId is required');
    }
    const number = orderId === undefined ? undefined : fromOrderWireId(orderId);
    if (orderId !== undefined && number === undefined) throw unknown;
    const reference: OrderReference = {
      accountId: account.name,
      ...(number === undefined ? { clientOrderId: clientOrderId ?? '' } : { orderId: number }),
    };
    const found = this.#venue.engine.order(reference);
    const open = found && this.#venue.engine.openOrders(account.name).find(({ orderId: id }) => id === found.orderId);
    if (!open || this.#venue.instrumentOf(open).category !== category) throw unknown;
    return { order: open, instrument: this.#venue.instrumentOf(open) };
  }

  /** Leaves only a share of what the order wants at the best price on the other side, and nothing behind it. */
  #thinBook(instrument: VenueInstrument, quantity: string, ratio: number): void {
    const instrumentId = toInstrumentId(instrument);
    const lots = Math.max(1, Math.floor((instrument.step.countOf(quantity) ?? 1) * ratio));
    const { bids, asks } = this.#venue.engine.market(instrumentId);
    const [bid] = bids;
    const [ask] = asks;
    const book = { bids: bid ? [[bid[0], lots] as const] : [], asks: ask ? [[ask[0], lots] as const] : [] };
    this.#venue.absorb(this.#venue.engine.setBook(instrumentId, book, this.#venue.clock.now()));
  }
}

/**
 * The lists that `cancel-all`, and `cancel` of spot, mean: of derivatives all, stops of positions included, unless it names one; of spot the
 * orders in the book. `stopOrderType=Stop` spares the stops of positions.
 */
function toOrderFilter(params: Params, category: Category): (order: EngineOrder) => boolean {
  const filter = params.oneOf(
    'orderFilter',
    ['', 'Order', 'StopOrder', 'tpslOrder', 'OpenOrder'],
    category === 'spot' ? 'Order' : '',
  );
  const ownOnly = params.text('stopOrderType') === 'Stop';
  return (order) => {
    const listed = filter === '' || filter === (order.trigger && !order.triggered ? 'StopOrder' : 'Order');
    return listed && !(ownOnly && order.role !== 'none');
  };
}

/** A stop of a sell and a take-profit of a buy wait below the market. */
function firesOnFall(request: OrderRequest): boolean {
  return (request.side === 'sell') === request.type.startsWith('stop');
}

function acknowledge(order: EngineOrder, instrument: VenueInstrument): OrderAcknowledgement {
  return {
    orderId: toWireId(instrument.category, 'order', order.orderId),
    orderLinkId: order.clientOrderId ?? '',
  };
}
