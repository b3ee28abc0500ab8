import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError, toAppError, toInstrumentId } from '@tapedeck/core';
import { Big } from 'big.js';
import * as z from 'zod';
import { ManualClock, type Clock } from '../clock.ts';
import { startAccountSchema } from '../config.ts';
import { ApiError } from '../http/api-error.ts';
import { Params } from '../http/params.ts';
import type { AddressGuard } from '../http/rate-limit.ts';
import type { VenueInstrument } from '../market/instruments.ts';
import type { StreamConnection } from '../streams/connection.ts';
import type { OrderDesk } from '../venue/order-desk.ts';
import { openAccountNow, tradeAtOnePrice } from '../venue/seeding.ts';
import type { Venue } from '../venue/venue.ts';
import type { Faults } from './faults.ts';

export interface ControlServerParts {
  readonly venue: Venue;
  readonly faults: Faults;
  readonly desk: OrderDesk;
  readonly clock: Clock;
  readonly guard: AddressGuard;
  readonly connections: ReadonlySet<StreamConnection>;
}

const category = z.enum(['linear', 'spot']).default('linear');

const orderSchema = z.looseObject({
  account: z.string(),
  category,
  symbol: z.string(),
  side: z.enum(['Buy', 'Sell']),
  qty: z.string(),
  orderType: z.enum(['Market', 'Limit']).default('Market'),
});

const priceSchema = z.object({
  symbol: z.string().optional(),
  /** The new price. */
  price: z.string().optional(),
  /** Or a move, such as -0.02 for 2% down. */
  moveRatio: z.number().gt(-1).optional(),
  frozen: z.boolean().optional(),
});

const positionSchema = z.object({
  account: z.string(),
  symbol: z.string(),
  /** Signed: positive is long, negative is short, zero closes. */
  size: z.string(),
});

const advanceSchema = z.object({
  ms: z
    .number()
    .positive()
    .max(86_400_000 * 31),
});

type Answer = object;

/** What stands beside the exchange: faults, prices, accounts and trades made at the venue itself. No signature needed. */
export class ControlServer {
  readonly #parts: ControlServerParts;

  constructor(parts: ControlServerParts) {
    this.#parts = parts;
  }

  handle(request: IncomingMessage, body: string, response: ServerResponse): void {
    const origin = request.headers.origin;
    const headers = { 'content-type': 'application/json; charset=utf-8', ...corsFor(origin) };
    if (origin !== undefined && !isLoopback(origin)) {
      response
        .writeHead(403, headers)
        .end(JSON.stringify({ error: 'Only pages of this machine may use the control endpoint.' }));
      return;
    }
    if (request.method === 'OPTIONS') {
      response.writeHead(204, headers).end();
      return;
    }
    try {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://venue');
      const answer = this.#route(`${request.method ?? 'GET'} ${pathname}`, () => readJson(body), searchParams);
      response.writeHead(200, headers).end(JSON.stringify(answer));
    } catch (error) {
      const failure = error instanceof ApiError ? { code: error.retCode, message: error.message } : toAppError(error);
      const status = failure.code === 'internal' ? 500 : failure.code === 'not-found' ? 404 : 400;
      response.writeHead(status, headers).end(JSON.stringify({ error: failure.message, code: failure.code }));
    }
  }

  #route(name: string, body: () => unknown, query: URLSearchParams): Answer {
    const { faults, guard } = this.#parts;
    switch (name) {
      case 'GET /control/state':
        return this.#state();
      case 'POST /control/faults':
        return toFaultRow(faults.add(body()));
      case 'GET /control/faults':
        return { faults: faults.list().map(toFaultRow) };
      case 'DELETE /control/faults': {
        const kind = query.get('kind');
        const id = query.get('id');
        faults.clear({ ...(kind === null ? {} : { kind }), ...(id === null ? {} : { id: Number(id) }) });
        guard.pardon();
        return { faults: faults.list().map(toFaultRow) };
      }
      case 'POST /control/orders':
        return this.#order(parse(orderSchema, body()));
      case 'POST /control/prices':
        return this.#price(parse(priceSchema, body()));
      case 'POST /control/accounts': {
        const start = parse(startAccountSchema, body());
        openAccountNow(this.#parts.venue, start);
        return { account: start.name, uid: this.#parts.venue.directory.named(start.name).uid };
      }
      case 'POST /control/positions':
        return this.#position(parse(positionSchema, body()));
      case 'POST /control/advance':
        return this.#advance(parse(advanceSchema, body()).ms);
      default:
        throw new AppError('not-found', `There is no ${name}.`);
    }
  }

  #state(): Answer {
    const { venue, faults, clock, connections } = this.#parts;
    return {
      venueMs: faults.venueNow(),
      manualClock: clock instanceof ManualClock,
      frozen: venue.prices.timeline.frozen,
      instruments: venue.table.all.map(({ category: of, symbol }) => `${of}:${symbol}`),
      accounts: venue.directory.all().map((account) => ({
        name: account.name,
        uid: account.uid,
        apiKey: account.apiKey,
        positions: venue.views
          .positionsOf(account)
          .map(({ row }) => ({ symbol: row.symbol, side: row.side, size: row.size })),
        openOrders: venue.engine.openOrders(account.name).length,
      })),
      streams: [...connections].map(({ id, kind, account, topics }) => ({
        id,
        kind,
        account: account?.name,
        topics: [...topics],
      })),
      faults: faults.list().map(toFaultRow),
    };
  }

  /** An order by the account's person in the venue's own app: no key, no signature, no rate limit. */
  #order(order: z.infer<typeof orderSchema>): Answer {
    const { venue, desk } = this.#parts;
    const { account, ...fields } = order;
    const marketUnit = { marketUnit: 'baseCoin' };
    return desk.create(new Params({ ...marketUnit, ...fields }), venue.directory.named(account));
  }

  #price(change: z.infer<typeof priceSchema>): Answer {
    const { venue, clock } = this.#parts;
    const { timeline } = venue.prices;
    if (change.frozen === true) timeline.freeze(clock.now());
    if (change.frozen === false) timeline.unfreeze(clock.now());
    venue.noteChange();
    if (change.symbol === undefined) return { frozen: timeline.frozen };
    const instrument = this.#needInstrument(change.symbol);
    const now = venue.prices.at(instrument, clock.now()).last * instrument.tick.size;
    const factor = change.price === undefined ? 1 + (change.moveRatio ?? 0) : Number(change.price) / now;
    if (!(factor > 0)) throw new AppError('invalid-input', `"${change.price ?? ''}" is no price.`);
    timeline.jump(instrument.base, clock.now(), factor);
    venue.tick();
    const { last } = venue.prices.at(instrument, clock.now());
    return { symbol: instrument.symbol, price: instrument.tick.format(last), frozen: timeline.frozen };
  }

  /** Trades an account to the size asked for, at the last price, at once. */
  #position(wanted: z.infer<typeof positionSchema>): Answer {
    const { venue, clock } = this.#parts;
    const account = venue.directory.named(wanted.account);
    const instrument = this.#needInstrument(wanted.symbol);
    const instrumentId = toInstrumentId(instrument);
    const held = venue.engine
      .positions(account.name)
      .filter((position) => position.instrumentId === instrumentId)
      .reduce((sum, { side, lots }) => sum + (side === 'long' ? lots : -lots), 0);
    const size = new Big(wanted.size);
    const magnitude = instrument.step.countOf(size.abs().toFixed());
    if (magnitude === undefined) {
      throw new AppError('invalid-input', `${wanted.size} is no multiple of the step ${instrument.stepSize}.`);
    }
    const lots = (size.lt(0) ? -magnitude : magnitude) - held;
    if (lots !== 0) {
      const nowMs = clock.now();
      tradeAtOnePrice(venue, {
        account: account.name,
        instrument,
        side: lots > 0 ? 'Buy' : 'Sell',
        size: instrument.step.format(Math.abs(lots)),
        ticks: venue.prices.at(instrument, nowMs).last,
        atMs: nowMs,
      });
    }
    return { account: account.name, symbol: instrument.symbol, size: wanted.size, venueMs: clock.now() };
  }

  #advance(ms: number): Answer {
    const { clock, faults } = this.#parts;
    if (!(clock instanceof ManualClock)) {
      throw new AppError(
        'unsupported',
        'This simulator runs by the real clock; start it with a manual one to move time.',
      );
    }
    clock.advance(ms);
    return { venueMs: faults.venueNow() };
  }

  #needInstrument(symbol: string): VenueInstrument {
    const { table } = this.#parts.venue;
    const instrument = table.find('linear', symbol) ?? table.find('spot', symbol);
    if (!instrument) throw new AppError('not-found', `There is no instrument ${symbol}.`);
    return instrument;
  }
}

function toFaultRow({ id, fault, sinceMs, untilMs, struck }: ReturnType<Faults['add']>): Answer {
  return { id, ...fault, sinceMs, untilMs, struck };
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new AppError('invalid-input', z.prettifyError(parsed.error));
  return parsed.data;
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body === '' ? '{}' : body);
  } catch (cause) {
    throw new AppError('invalid-input', 'The body is no JSON.', { cause });
  }
}

function isLoopback(origin: string): boolean {
  try {
    return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(origin).hostname);
  } catch {
    return false;
  }
}

function corsFor(origin: string | undefined): Record<string, string> {
  if (origin === undefined || !isLoopback(origin)) return {};
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'GET, POST, DELETE, OPTIONS',
    'access-control-allow-headers': 'content-type',
    vary: 'origin',
  };
}
