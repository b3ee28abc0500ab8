import { toAppError, type AppError, type ErrorCode, type OrderDocument, type OrderRecord } from '@tapedeck/core';
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
const answerDeadlineMs = 12_000;
/** Pause of an exit that came too many in the venue's present second. */
const rateLimitedMs = 150;
/** How long the stream has to confirm before the order is asked for. */
const streamWaitMs = 700;

/** Stores an order, sends it once, and follows it until it is known what became of it. */
export class OrderSender {
  readonly #options: OrderSenderOptions;

  constructor(options: OrderSenderOptions) {
    this.#options = options;
  }

  /** Resolves when the request has been answered or its outcome is unknown; throws when nothing was sent or it was refused. */
  async send({ record, placement, actor, act, before, storeFirst = true }: OutgoingOrder): Promise<void> {
    const { register, stored, guard, line, trading, clock, lookup } = this.#options;
    const { clientOrderId } = record;
    register.add(record, actor);
    try {
      await Promise.all([storeFirst ? stored() : undefined, before?.()]);
      await line.run(act.kind, async () => {
        do {
          guard.check(act);
          register.note(clientOrderId, { kind: 'sent', atMs: clock.nowMs() });
        } while (!(await this.#place(placement, trading(), act)));
      });
    } catch (thrown) {
      const error = thrown instanceof SentError ? thrown.failure : toAppError(thrown);
      const atMs = clock.nowMs();
      const reason = { code: venueCodeOf(error), message: error.message.slice(0, 500) };
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

  /** The order once it is known what became of it. */
  outcome(clientOrderId: string): Promise<OrderRecord> {
    return this.#options.register.until(clientOrderId, isDecided);
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

function venueCodeOf(error: AppError): string {
  const code: unknown = error.details['venueCode'];
  return typeof code === 'string' && code !== '' ? code : error.code;
}
