import {
  adoptOrder,
  applyOrderUpdate,
  hasOrderEnded,
  toAppError,
  toExternalOrderId,
  toOrderReport,
  type AppError,
  type Fill,
  type OrderDocument,
  type OrderRecord,
  type OrderUpdate,
} from '@tapedeck/core';
import type { OrderReference, VenueOrder } from '../brokers/trading-port.ts';

/** An order and who sent it; nobody of the desk where it was made elsewhere. */
export interface KnownOrder {
  readonly record: OrderRecord;
  readonly actor?: OrderDocument['actor'];
}

export interface OrderRegisterOptions {
  readonly accountId: string;
  /** Orders as they stand in the store, those that do; asked for orders that are not in memory. */
  readonly findStored: (clientOrderIds: readonly string[]) => Promise<readonly OrderDocument[]>;
  /** `before` is absent for an order that was not known. */
  readonly onChange: (order: KnownOrder, before: OrderRecord | undefined) => void;
  /** An update that contradicts what is known; nothing was changed. */
  readonly onConflict: (error: AppError) => void;
}

interface Waiter {
  readonly holds: (record: OrderRecord) => boolean;
  readonly resolve: (record: OrderRecord) => void;
  readonly reject: (error: AppError) => void;
}

/** News of orders that are not in memory, and who waits until it has been taken in. */
interface Adoption {
  readonly orders: readonly VenueOrder[];
  readonly readMs: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** News of so many orders is looked up with one question to the store. */
const maxAdoptions = 100;
/** Ended orders that stay at hand for late news. */
const maxEnded = 500;
/** Fills whose order has not been heard of yet. */
const maxLooseFills = 500;
/** What may be a document id and be named by a command; other apps use other characters as well. */
const plainId = /^[A-Za-z0-9][A-Za-z0-9_-]{0,35}$/;
const externalId = /^ext-/;

/** The orders of one account: the open ones and the latest that ended, kept by whatever is heard of them. */
export class OrderRegister {
  readonly #options: OrderRegisterOptions;
  readonly #orders = new Map<string, KnownOrder>();
  readonly #byVenueId = new Map<string, string>();
  readonly #ended = new Set<string>();
  readonly #looseFills = new Map<string, { readonly fill: Fill; readonly readMs: number }>();
  readonly #waiters = new Map<string, Set<Waiter>>();
  /** What comes while the store is asked waits for the next question, so that no order is adopted twice. */
  readonly #adoptions: Adoption[] = [];
  #isAdopting = false;
  #closed: AppError | undefined;

  constructor(options: OrderRegisterOptions) {
    this.#options = options;
  }

  /** Takes orders as they stand in the store: no news. */
  load(orders: readonly OrderDocument[]): void {
    for (const document of orders) this.#keep(toKnown(document));
  }

  /** Takes an order of our own that is about to be stored and sent. */
  add(record: OrderRecord, actor?: OrderDocument['actor']): void {
    this.#change({ record, ...(actor && { actor }) }, undefined);
  }

  get(clientOrderId: string): OrderRecord | undefined {
    return this.#orders.get(clientOrderId)?.record;
  }

  /** From memory, else from the store. */
  async find(clientOrderId: string): Promise<OrderRecord | undefined> {
    const known = this.#orders.get(clientOrderId);
    if (known) return known.record;
    await this.#recall([clientOrderId]);
    return this.get(clientOrderId);
  }

  findByVenueId(venueOrderId: string): OrderRecord | undefined {
    const id = this.#byVenueId.get(venueOrderId);
    return id === undefined ? undefined : this.get(id);
  }

  /** The order by either of its ids, and who sent it; from memory. */
  orderOf({ clientOrderId, venueOrderId }: Partial<Pick<Fill, 'clientOrderId' | 'venueOrderId'>>) {
    const named = clientOrderId === undefined ? undefined : this.#orders.get(clientOrderId);
    const id = venueOrderId === undefined ? undefined : this.#byVenueId.get(venueOrderId);
    return named ?? (id === undefined ? undefined : this.#orders.get(id));
  }

  /** Those that may still execute. */
  get open(): readonly OrderRecord[] {
    return [...this.#orders.values()].map(({ record }) => record).filter(({ status }) => !hasOrderEnded(status));
  }

  update(clientOrderId: string, update: OrderUpdate): void {
    const known = this.#orders.get(clientOrderId);
    if (!known) return;
    try {
      const record = applyOrderUpdate(known.record, update);
      if (record !== known.record) this.#change({ ...known, record }, known.record);
    } catch (error) {
      this.#options.onConflict(toAppError(error));
    }
  }

  /** As `update`, but told of only with the next change: for what is worth no write of its own. */
  note(clientOrderId: string, update: OrderUpdate): void {
    const known = this.#orders.get(clientOrderId);
    if (known) this.#orders.set(clientOrderId, { ...known, record: applyOrderUpdate(known.record, update) });
  }

  /** Resolves when every one of them has been taken in; rejects when one could not be looked up in the store. */
  async takeOrders(orders: readonly VenueOrder[], readMs: number): Promise<void> {
    const unknown = orders.filter((order) => !this.#takeOrder(order, readMs));
    if (unknown.length === 0) return;
    await new Promise<void>((resolve, reject) => {
      this.#adoptions.push({ orders: unknown, readMs, resolve, reject });
      void this.#adoptAll();
    });
  }

  takeFill(fill: Fill, readMs: number): void {
    const record = this.orderOf(fill)?.record;
    if (record) {
      this.update(record.clientOrderId, { kind: 'fill', fill, readMs });
      return;
    }
    this.#looseFills.set(fill.id, { fill, readMs });
    for (const id of this.#looseFills.keys()) {
      if (this.#looseFills.size <= maxLooseFills) break;
      this.#looseFills.delete(id);
    }
  }

  /** Fills of orders that were never heard of: the venue is to be asked for them. */
  get looseFills(): readonly Fill[] {
    return [...this.#looseFills.values()].map(({ fill }) => fill);
  }

  /** Resolves with the order once `holds`; at once where it does already. */
  until(clientOrderId: string, holds: (record: OrderRecord) => boolean): Promise<OrderRecord> {
    if (this.#closed) return Promise.reject(this.#closed);
    const record = this.get(clientOrderId);
    if (record && holds(record)) return Promise.resolve(record);
    return new Promise((resolve, reject) => {
      const waiters = this.#waiters.get(clientOrderId) ?? new Set();
      waiters.add({ holds, resolve, reject });
      this.#waiters.set(clientOrderId, waiters);
    });
  }

  /** Nobody waits any more. */
  close(error: AppError): void {
    this.#closed ??= error;
    for (const waiter of [...this.#waiters.values()].flatMap((waiters) => [...waiters])) waiter.reject(error);
    this.#waiters.clear();
  }

  #knownOf({ clientOrderId, order }: VenueOrder): OrderRecord | undefined {
    return (clientOrderId !== undefined && this.get(clientOrderId)) || this.findByVenueId(order.venueOrderId);
  }

  #takeOrder(venueOrder: VenueOrder, readMs: number): boolean {
    const { order, reason } = venueOrder;
    const known = this.#knownOf(venueOrder);
    if (!known) return false;
    const report = toOrderReport({ ...order, clientOrderId: known.clientOrderId }, readMs, reason);
    if (report) this.update(known.clientOrderId, report);
    return true;
  }

  async #adoptAll(): Promise<void> {
    if (this.#isAdopting) return;
    this.#isAdopting = true;
    while (this.#adoptions.length > 0) await this.#adoptTogether(this.#adoptions.splice(0, maxAdoptions));
    this.#isAdopting = false;
  }

  async #adoptTogether(adoptions: readonly Adoption[]): Promise<void> {
    try {
      const unknown = adoptions.flatMap(({ orders }) => orders).filter((order) => !this.#knownOf(order));
      const ids = new Map(await Promise.all(unknown.map(async (order) => [order, await this.#idOf(order)] as const)));
      await this.#recall([...ids.values()]);
      for (const adoption of adoptions) this.#adopt(adoption, ids);
    } catch (error) {
      for (const { reject } of adoptions) reject(error);
    }
  }

  #adopt({ orders, readMs, resolve, reject }: Adoption, ids: ReadonlyMap<VenueOrder, string>): void {
    try {
      for (const order of orders) this.#adoptOne(order, ids.get(order), readMs);
      resolve();
    } catch (error) {
      reject(error);
    }
  }

  /** Has those that stand in the store at hand. */
  async #recall(clientOrderIds: readonly string[]): Promise<void> {
    const unknown = new Set(clientOrderIds.filter((id) => !this.#orders.has(id)));
    if (unknown.size === 0) return;
    for (const stored of await this.#options.findStored([...unknown])) {
      if (!this.#orders.has(stored.clientOrderId)) this.#keep(toKnown(stored));
    }
  }

  #idOf({ clientOrderId, order }: VenueOrder): string | Promise<string> {
    return clientOrderId !== undefined && plainId.test(clientOrderId) && !externalId.test(clientOrderId)
      ? clientOrderId
      : toExternalOrderId(this.#options.accountId, order.venueOrderId);
  }

  #adoptOne(venueOrder: VenueOrder, clientOrderId: string | undefined, readMs: number): void {
    if (this.#takeOrder(venueOrder, readMs) || clientOrderId === undefined) return;
    const { order, reason } = venueOrder;
    if (this.#orders.has(clientOrderId)) {
      const report = toOrderReport({ ...order, clientOrderId }, readMs, reason);
      if (report) this.update(clientOrderId, report);
    } else {
      this.#change({ record: adoptOrder({ ...order, clientOrderId }, readMs) }, undefined);
    }
    this.#takeLooseFills(order.venueOrderId);
  }

  #takeLooseFills(venueOrderId: string): void {
    for (const [id, { fill, readMs }] of this.#looseFills) {
      if (fill.venueOrderId !== venueOrderId) continue;
      this.#looseFills.delete(id);
      this.takeFill(fill, readMs);
    }
  }

  #change(order: KnownOrder, before: OrderRecord | undefined): void {
    this.#keep(order);
    this.#options.onChange(order, before);
    const { record } = order;
    const waiters = this.#waiters.get(record.clientOrderId);
    for (const waiter of waiters ?? []) {
      if (!waiter.holds(record)) continue;
      waiters?.delete(waiter);
      waiter.resolve(record);
    }
    if (waiters?.size === 0) this.#waiters.delete(record.clientOrderId);
    if (record.venueOrderId !== undefined && before?.venueOrderId === undefined)
      this.#takeLooseFills(record.venueOrderId);
  }

  #keep(order: KnownOrder): void {
    const { clientOrderId, venueOrderId, status } = order.record;
    this.#orders.set(clientOrderId, order);
    if (venueOrderId !== undefined) this.#byVenueId.set(venueOrderId, clientOrderId);
    if (!hasOrderEnded(status)) {
      this.#ended.delete(clientOrderId);
      return;
    }
    this.#ended.add(clientOrderId);
    for (const id of this.#ended) {
      if (this.#ended.size <= maxEnded) return;
      this.#ended.delete(id);
      const forgotten = this.get(id);
      this.#orders.delete(id);
      if (forgotten?.venueOrderId !== undefined) this.#byVenueId.delete(forgotten.venueOrderId);
    }
  }
}

function toKnown({ accountId: _accountId, open: _open, epoch: _epoch, actor, ...record }: OrderDocument): KnownOrder {
  return { record, ...(actor && { actor }) };
}

/** How the venue is asked for an order: an id that we made up for one made elsewhere means nothing to it. */
export function toReference({ clientOrderId, venueOrderId, instrumentId, type }: OrderRecord): OrderReference {
  const isOurs = !externalId.test(clientOrderId);
  return {
    instrumentId,
    type,
    ...(isOurs && { clientOrderId }),
    ...(venueOrderId !== undefined && { venueOrderId }),
  };
}

/** Whether it is known what became of the request to place it: the venue told of the order, or it never stood. */
export function isDecided({ evidence, status }: OrderRecord): boolean {
  return evidence.venue !== undefined || Object.keys(evidence.fills).length > 0 || status === 'rejected';
}
