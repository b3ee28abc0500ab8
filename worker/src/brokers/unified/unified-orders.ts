import { toAppError, type AppError } from '@tapedeck/core';
import { readEach, type OnRefused } from '../bybit-messages.ts';
import type { OrderReference, VenueOrder } from '../trading-port.ts';
import type { UnifiedBook } from './unified-book.ts';
import type { UnifiedClient } from './unified-client.ts';
import { toRows } from './unified-account-mapper.ts';
import { toVenueOrder } from './unified-trade-mapper.ts';
import { profileOf, scopesOf } from './venue-profile.ts';

/** What the parts of one account's broker share. */
export interface UnifiedAccess {
  readonly client: UnifiedClient;
  /** As it was loaded last. */
  readonly book: () => UnifiedBook;
  readonly onRefused: OnRefused;
}

type ListMethod = 'fetchOpenOrders' | 'fetchClosedOrders' | 'fetchCanceledOrders' | 'fetchOrders';

/** Orders as the venue lists them. */
export class UnifiedOrders {
  readonly #access: UnifiedAccess;
  /** Our ids by the venue's form of them, of orders that were sent or asked for. */
  readonly #ownIds = new Map<string, string>();
  /** Instruments of orders that were sent or asked for. */
  readonly touched = new Set<string>();

  constructor(access: UnifiedAccess) {
    this.#access = access;
  }

  /** Our id in the venue's form, which is known again from then on. */
  toVenueId(clientOrderId: string): string {
    const venueId = profileOf(this.#exchange.id)?.toVenueOrderId(clientOrderId) ?? clientOrderId;
    this.#ownIds.set(venueId, clientOrderId);
    return venueId;
  }

  async fetchOpen(symbol?: string): Promise<readonly VenueOrder[]> {
    const scopes = symbol === undefined ? scopesOf(this.#exchange).map(({ params }) => params) : [{}];
    const lists = await Promise.all(scopes.map((params) => this.#list('fetchOpenOrders', symbol, params)));
    return lists.flat();
  }

  /**
   * Open ones, and those that ended since, where the venue lists them; oldest change first. Ended ones are the newest of
   * each symbol: venues look for them by the time at which they were made, which may be long ago.
   */
  async fetchSince(sinceMs: number, symbols: readonly string[]): Promise<readonly VenueOrder[]> {
    const { has } = this.#exchange;
    const apart = (['fetchClosedOrders', 'fetchCanceledOrders'] as const).filter((name) => Boolean(has[name]));
    const methods: readonly ListMethod[] = has['fetchOrders'] === true ? ['fetchOrders'] : apart;
    const lists = await Promise.all([
      this.fetchOpen(),
      ...methods.flatMap((method) => symbols.map((symbol) => this.#list(method, symbol))),
    ]);
    const byId = new Map(lists.flat().map((found) => [found.order.venueOrderId, found]));
    const changed = [...byId.values()].filter(({ order }) => order.updatedAtMs >= sinceMs);
    return changed.toSorted((a, b) => a.order.updatedAtMs - b.order.updatedAtMs);
  }

  /** `undefined` when the venue has none of it. */
  async fetchOne(reference: OrderReference): Promise<VenueOrder | undefined> {
    const { symbol } = this.#access.book().find(reference.instrumentId, this.#exchange.id);
    const { venueOrderId, clientOrderId, instrumentId } = reference;
    this.touched.add(instrumentId);
    const ownId = clientOrderId === undefined ? undefined : this.toVenueId(clientOrderId);
    const lookUp = profileOf(this.#exchange.id)?.lookUp ?? 'none';
    if (venueOrderId !== undefined && lookUp !== 'none') return this.#ask(venueOrderId, symbol, {});
    if (ownId !== undefined && lookUp === 'either-id') return this.#ask(undefined, symbol, { clientOrderId: ownId });
    return this.#search(symbol, ownId, ({ clientOrderId: told, order }) =>
      venueOrderId === undefined ? told === clientOrderId : order.venueOrderId === venueOrderId,
    );
  }

  async #ask(id: string | undefined, symbol: string, params: object): Promise<VenueOrder | undefined> {
    try {
      return this.#read(await this.#access.client.ask(() => this.#exchange.fetchOrder(id, symbol, { ...params })));
    } catch (error) {
      if (isNotFound(toAppError(error))) return undefined;
      throw error;
    }
  }

  async #search(
    symbol: string,
    ownId: string | undefined,
    isIt: (found: VenueOrder) => boolean,
  ): Promise<VenueOrder | undefined> {
    const named = ownId === undefined ? {} : { clientOrderId: ownId };
    for (const method of ['fetchOpenOrders', 'fetchClosedOrders', 'fetchCanceledOrders'] as const) {
      if (!this.#exchange.has[method]) continue;
      const found = (await this.#list(method, symbol, named)).find(isIt);
      if (found) return found;
    }
    return undefined;
  }

  async #list(method: ListMethod, symbol: string | undefined, params: object = {}): Promise<VenueOrder[]> {
    const answer = await this.#access.client.ask(() =>
      this.#exchange[method](symbol, undefined, undefined, { ...params }),
    );
    return readEach(toRows(answer, 'Orders'), (row) => this.#read(row), this.#access.onRefused);
  }

  #read(row: unknown): VenueOrder {
    return toVenueOrder(row, this.#access.book(), (id) => this.#ownIds.get(id) ?? id);
  }

  get #exchange() {
    return this.#access.client.exchange;
  }
}

/** Whether the venue said that it has no such order. */
export function isNotFound(error: AppError): boolean {
  return error.details['error'] === 'OrderNotFound';
}
