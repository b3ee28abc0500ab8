import { toAppError, type AppError } from '@tapedeck/core';
import { readEach, type OnRefused } from '../bybit-messages.ts';
import type { OrderReference, VenueOrder } from '../trading-port.ts';
import type { UnifiedBook } from './unified-book.ts';
import type { UnifiedClient } from './unified-client.ts';
import { toRows } from './unified-account-mapper.ts';
import { toVenueOrder } from './unified-trade-mapper.ts';
import { profileOf, scopesOf, type VenueScope } from './venue-profile.ts';

/** What the parts of one account's broker share. */
export interface UnifiedAccess {
  readonly client: UnifiedClient;
  /** As it was loaded last. */
  readonly book: () => UnifiedBook;
  readonly onRefused: OnRefused;
}

type ListMethod = 'fetchOpenOrders' | 'fetchClosedOrders' | 'fetchCanceledOrders' | 'fetchOrders';

const pageLimit = 100;

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
    const scopes = symbol === undefined ? scopesOf(this.#exchange) : [undefined];
    const lists = await Promise.all(scopes.map((scope) => this.#list('fetchOpenOrders', symbol, undefined, scope)));
    return lists.flat();
  }

  /** Open ones, and those that ended since, where the venue lists them; oldest first. */
  async fetchSince(sinceMs: number, symbols: readonly string[]): Promise<readonly VenueOrder[]> {
    const { has } = this.#exchange;
    const methods = (['fetchClosedOrders', 'fetchCanceledOrders'] as const).filter((name) => has[name] === true);
    const ended = await Promise.all([
      this.fetchOpen(),
      ...methods.flatMap((method) => symbols.map((symbol) => this.#list(method, symbol, sinceMs))),
    ]);
    const byId = new Map(ended.flat().map((found) => [found.order.venueOrderId, found]));
    const changed = [...byId.values()].filter(({ order }) => order.updatedAtMs >= sinceMs);
    return changed.toSorted((a, b) => a.order.updatedAtMs - b.order.updatedAtMs);
  }

  /** `undefined` when the venue has none of it. */
  async fetchOne(reference: OrderReference): Promise<VenueOrder | undefined> {
    const { symbol } = this.#access.book().find(reference.instrumentId, this.#exchange.id);
    const { venueOrderId, clientOrderId, instrumentId } = reference;
    this.touched.add(instrumentId);
    const ownId = clientOrderId === undefined ? undefined : this.toVenueId(clientOrderId);
    const byId = profileOf(this.#exchange.id)?.lookUp === 'by-id';
    if (venueOrderId !== undefined) return this.#ask(venueOrderId, symbol, {});
    if (ownId === undefined) return undefined;
    return byId ? this.#ask(undefined, symbol, { clientOrderId: ownId }) : this.#search(ownId, symbol);
  }

  async #ask(id: string | undefined, symbol: string, params: object): Promise<VenueOrder | undefined> {
    try {
      return this.#read(await this.#access.client.ask(() => this.#exchange.fetchOrder(id, symbol, { ...params })));
    } catch (error) {
      if (isNotFound(toAppError(error))) return undefined;
      throw error;
    }
  }

  async #search(ownId: string, symbol: string): Promise<VenueOrder | undefined> {
    const scope: VenueScope = { kind: 'both', params: { clientOrderId: ownId } };
    for (const method of ['fetchOpenOrders', 'fetchClosedOrders'] as const) {
      const found = await this.#list(method, symbol, undefined, scope);
      const match = found.find(({ clientOrderId }) => clientOrderId === this.#ownIds.get(ownId));
      if (match) return match;
    }
    return undefined;
  }

  async #list(
    method: ListMethod,
    symbol: string | undefined,
    sinceMs?: number,
    scope?: VenueScope,
  ): Promise<VenueOrder[]> {
    const limit = sinceMs === undefined ? undefined : pageLimit;
    const answer = await this.#access.client.ask(() =>
      this.#exchange[method](symbol, sinceMs, limit, { ...scope?.params }),
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
