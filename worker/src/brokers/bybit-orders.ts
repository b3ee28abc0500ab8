import { hasOrderEnded, type Instrument } from '@tapedeck/core';
import type { Query } from './bybit-client.ts';
import { named, readEach, readPage } from './bybit-messages.ts';
import { orderRowSchema } from './bybit-trading-wire.ts';
import { readWire } from './bybit-wire.ts';
import { toVenueOrder } from './order-mapper.ts';
import { toReferenceRequest } from './order-request.ts';
import type { OrderReference, VenueOrder } from './trading-port.ts';
import type { VenueAccess } from './venue-access.ts';

/** What one question for orders may cover; each is a list of its own at Bybit. */
export const orderScopes = [
  { category: 'linear', settleCoin: 'USDT' },
  { category: 'linear', settleCoin: 'USDC' },
  { category: 'spot' },
];
const categories = ['linear', 'spot'];
const ordersPerPage = 50;

/** The account's orders as Bybit lists them. */
export class BybitOrders {
  readonly #venue: VenueAccess;

  constructor(venue: VenueAccess) {
    this.#venue = venue;
  }

  /** Orders among the rows of a page or an event, in their order. */
  read(rows: readonly unknown[], category?: string): VenueOrder[] {
    const context = { instruments: this.#venue.instruments(), category };
    const read = (row: unknown) => toVenueOrder(readWire(orderRowSchema, row, named('Order', row, 'orderId')), context);
    return readEach(rows, read, this.#venue.onRefused).filter((order) => order !== undefined);
  }

  /** Open orders and those ended last are in one list, older ones in the other. */
  async fetchOne(reference: OrderReference, instrument: Instrument): Promise<VenueOrder | undefined> {
    const { client } = this.#venue;
    // Whichever list it is in by now: a conditional order moves on when it fires.
    const { orderFilter: _list, ...query } = toReferenceRequest(reference, instrument);
    for (const list of [this.#realtime, this.#history]) {
      const page = readPage(await client.ask(() => list(query)), 'Order');
      const [found] = this.read(page.rows, String(query['category']));
      if (found) return found;
    }
    return undefined;
  }

  async fetchOpen(): Promise<readonly VenueOrder[]> {
    const orders = newestOfEach(await this.#fetchRealtime({}));
    return orders.filter(({ order }) => !hasOrderEnded(order.status)).toSorted(byChange);
  }

  /**
   * Bybit's history goes by the time at which orders were made; those made before and ended since are among the 500 of
   * each kind that it remembers as ended last.
   */
  async fetchSince(sinceMs: number): Promise<readonly VenueOrder[]> {
    const { client } = this.#venue;
    const history = await Promise.all(
      categories.map((category) =>
        client.allWindows(this.#history, { category, limit: ordersPerPage }, sinceMs, 'Order history'),
      ),
    );
    const past = history.flat().flatMap((page) => this.read(page.rows, page.category));
    const open = await this.#fetchRealtime({});
    // Last, so that an order which ends meanwhile is in it.
    const ended = await this.#fetchRealtime({ openOnly: 1 });
    return newestOfEach([...past, ...open, ...ended])
      .filter(({ order }) => order.updatedAtMs >= sinceMs)
      .toSorted(byChange);
  }

  readonly #realtime = (query: Query) => this.#venue.client.exchange.privateGetV5OrderRealtime(query);
  readonly #history = (query: Query) => this.#venue.client.exchange.privateGetV5OrderHistory(query);

  async #fetchRealtime(of: { readonly openOnly?: number }): Promise<VenueOrder[]> {
    const pages = await Promise.all(
      orderScopes.map((scope) =>
        this.#venue.client.allPages(this.#realtime, { ...scope, ...of, limit: ordersPerPage }, 'Orders'),
      ),
    );
    return pages.flat().flatMap((page) => this.read(page.rows, page.category));
  }
}

/** An order that changes while pages are read may stand on two of them. */
function newestOfEach(orders: readonly VenueOrder[]): VenueOrder[] {
  const newest = new Map<string, VenueOrder>();
  for (const found of orders) {
    const known = newest.get(found.order.venueOrderId);
    if (!known || known.order.updatedAtMs <= found.order.updatedAtMs) newest.set(found.order.venueOrderId, found);
  }
  return [...newest.values()];
}

function byChange(a: VenueOrder, b: VenueOrder): number {
  return a.order.updatedAtMs - b.order.updatedAtMs;
}
