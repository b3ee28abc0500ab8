import {
  AppError,
  toAppError,
  type ErrorCode,
  type OrderDocument,
  type OrderReason,
  type OrderRecord,
} from '@tapedeck/core';
import type { OrderPlacement, TradingPort } from '../brokers/trading-port.ts';
import type { Clock } from '../clock.ts';
import { withDeadline } from '../with-deadline.ts';
import type { OrderLookup } from './order-lookup.ts';
import { isDecided, type OrderRegister } from './order-register.ts';
import type { VenueAct, VenueGuard } from './venue-guard.ts';
import type { VenueLine } from './venue-line.ts';

export interface OrderSenderOptions {
  readonly clock: Clock;
  readonly register: OrderRegister;
  readonly lookup: OrderLookup;
  readonly guard: VenueGuard;
  readonly line: VenueLine;
  readonly trading: () => TradingPort;
  /** Resolves when every order put so far stands in Firestore. */
  readonly stored: () => Promise<void>;
}

/** An order ready to go out. */
export interface OutgoingOrder {
  readonly record: OrderRecord;
  readonly placement: OrderPlacement;
  readonly actor?: OrderDocument['actor'];
  readonly act: VenueAct;
  /** What else has to be done before it goes out; it does not when this fails. */
  readonly before?: (() => Promise<void>) | undefined;
  /** False for the closes of an emergency stop, which only reduce and do not wait for Firestore. */
  readonly storeFirst?: boolean;
}

/** After such a failure nothing stands at the venue. Whatever else goes wrong leaves the outcome open. */
const certain: ReadonlySet<ErrorCode> = new Set([
  'rejected',
  'rate-limited',
  'retryable',
  'unauthorized-at-broker',
  'unsupported',
  'invalid-input',
]);
/** Reason of an order that ended because somebody cancelled it before it went out. */
const calledOffCode = 'called-off';
const calledOffMessage =
  'The order was called off before it was sent. Nothing was sent and nothing was bought or sold.';
/** Stands for all instruments where one would be named. */
const everyInstrument = '*';
const answerDeadlineMs = 12_000;
/** Pause of an exit that came too many in the venue's present second. */
const rateLimitedMs = 150;
/** How long the stream has to confirm before the order is asked for. */
const streamWaitMs = 700;

/** An order that nobody but us has heard of: it may still be called off. */
interface UnsentOrder {
  readonly act: VenueAct;
  readonly abort: AbortController;
}

/** Stores an order, sends it once, and follows it until it is known what became of it. */
export class OrderSender {
  readonly #options: OrderSenderOptions;
  readonly #unsent = new Map<string, UnsentOrder>();
  /** When the newest cancel of all orders was asked for, by instrument. */
  readonly #calledOffMs = new Map<string, number>();

  constructor(options: OrderSenderOptions) {
    this.#options = options;
  }

  /** Resolves when the request has been answered or its outcome is unknown; throws when nothing was sent or it was refused. */
  async send({ record, placement, actor, act, before, storeFirst = true }: OutgoingOrder): Promise<void> {
    const { register, stored, guard, line, trading, clock, lookup } = this.#options;
    const { clientOrderId } = record;
    const abort = new AbortController();
    const { signal } = abort;
    register.add(record, actor);
    this.#unsent.set(clientOrderId, { act, abort });
    try {
      await Promise.all([storeFirst ? stored() : undefined, before?.()]);
      const handOver = async () => {
        this.#unsent.delete(clientOrderId);
        do {
          guard.check(act);
          register.note(clientOrderId, { kind: 'sent', atMs: clock.nowMs() });
        } while (!(await this.#place(placement, trading(), act)));
      };
      await line.run(act.kind, handOver, signal);
    } catch (thrown) {
      this.#unsent.delete(clientOrderId);
      const error = thrown instanceof SentError ? thrown.failure : toAppError(thrown);
      // It has ended already.
      if (signal.aborted) throw error;
      const atMs = clock.nowMs();
      const reason = toReason(error);
      if (!(thrown instanceof SentError) || certain.has(error.code)) {
        register.update(clientOrderId, { kind: 'refused', reason, atMs });
        throw error;
      }
      register.update(clientOrderId, { kind: 'unconfirmed', reason, atMs });
      lookup.expect(clientOrderId, 0);
      return;
    }
    lookup.expect(clientOrderId, streamWaitMs);
  }

  /** Ends an order that has not been handed over yet; does nothing to one that has, or to the close of a stop. */
  callOff(clientOrderId: string): void {
    if (this.#unsent.get(clientOrderId)?.act.halt) return;
    const reason = { code: calledOffCode, message: calledOffMessage };
    this.#withdraw(clientOrderId, new AppError('rejected', calledOffMessage), reason);
  }

  /** Orders asked for before `createdAtMs` and not known yet are not sent any more; of all instruments where none is named. */
  callOffOlder(createdAtMs: number, instrumentId = everyInstrument): void {
    this.#calledOffMs.set(instrumentId, Math.max(createdAtMs, this.#calledOffMs.get(instrumentId) ?? 0));
  }

  /** Throws when a cancel of all orders came after the order was asked for. */
  checkWanted({ instrumentId }: Pick<OrderRecord, 'instrumentId'>, createdAtMs: number): void {
    for (const scope of [everyInstrument, instrumentId]) {
      if (createdAtMs < (this.#calledOffMs.get(scope) ?? 0)) throw new AppError('rejected', calledOffMessage);
    }
  }

  /** Ends at once what waits and would not pass the last look any more, such as entries when trading is halted. */
  recheck(): void {
    for (const [clientOrderId, { act }] of this.#unsent) {
      try {
        this.#options.guard.check(act);
      } catch (error) {
        this.#withdraw(clientOrderId, toAppError(error));
      }
    }
  }

  /** The order once it is known what became of it. */
  outcome(clientOrderId: string): Promise<OrderRecord> {
    return this.#options.register.until(clientOrderId, isDecided);
  }

  #withdraw(clientOrderId: string, error: AppError, reason: OrderReason = toReason(error)): void {
    const { register, clock } = this.#options;
    const unsent = this.#unsent.get(clientOrderId);
    if (!unsent) return;
    this.#unsent.delete(clientOrderId);
    unsent.abort.abort(error);
    register.update(clientOrderId, { kind: 'refused', reason, atMs: clock.nowMs() });
  }

  /** False when an exit met the venue's rate limit, by which it certainly did not arrive: it goes out again. */
  async #place(placement: OrderPlacement, trading: TradingPort, { kind }: VenueAct): Promise<boolean> {
    try {
      await withDeadline(trading.placeOrder(placement), answerDeadlineMs, 'The venue');
      return true;
    } catch (thrown) {
      const error = toAppError(thrown);
      if (kind !== 'exit' || error.code !== 'rate-limited') throw new SentError(error);
      await new Promise<void>((resolve) => this.#options.clock.after(rateLimitedMs, resolve));
      return false;
    }
  }
}

/** The request was handed over before this failed. */
class SentError extends Error {
  readonly failure: AppError;

  constructor(failure: AppError) {
    super(failure.message);
    this.failure = failure;
  }
}

/** Whether an order ended by `callOff`: nothing of it ever left. */
export function isCalledOff({ reason }: OrderRecord): boolean {
  return reason?.code === calledOffCode;
}

function toReason({ code, message, details }: AppError): OrderReason {
  const venueCode: unknown = details['venueCode'];
  return { code: typeof venueCode === 'string' && venueCode !== '' ? venueCode : code, message: message.slice(0, 500) };
}
