import {
  documents,
  type AccountReading,
  type AppError,
  type Decimal,
  type FillDocument,
  type PositionSlot,
} from '@tapedeck/core';
import type { Broker, Execution } from '../brokers/broker.ts';
import type { Clock } from '../clock.ts';
import type { Claim } from '../sync/ports.ts';
import type { OrderRegister } from './order-register.ts';
import type { ResumedTrading } from './ports.ts';

export interface FillBooksOptions {
  readonly claim: Claim;
  readonly clock: Clock;
  readonly broker: Broker;
  readonly register: OrderRegister;
  readonly resumed: ResumedTrading;
  readonly reading: () => AccountReading | undefined;
  readonly put: (path: string, data: object) => void;
  readonly onError: (error: AppError) => void;
}

/** News of fills may overtake one another by so much. */
const overlapMs = 60_000;

/** Every fill of the account, kept once by the venue's trade id, whether it was pushed or asked for. */
export class FillBooks {
  readonly #options: FillBooksOptions;
  readonly #known = new Set<string>();
  #watermarkMs: number | undefined;

  constructor(options: FillBooksOptions) {
    this.#options = options;
  }

  movedToday(): Decimal {
    return '0';
  }

  take(executions: readonly Execution[], readMs: number): void {
    const { claim, register, put } = this.#options;
    for (const execution of executions) {
      const { fill } = execution;
      register.takeFill(fill, readMs);
      if (this.#known.has(fill.id)) continue;
      this.#known.add(fill.id);
      const document: FillDocument = { ...fill, accountId: claim.accountId, slot: this.#slotOf(execution) };
      put(documents.fill(claim.deskId, claim.accountId, fill.id.replaceAll('/', '-')), document);
    }
  }

  /** Asks for what may have happened unseen. */
  async catchUp(): Promise<void> {
    const { broker, clock, reading } = this.#options;
    const sinceMs = this.#watermarkMs ?? reading()?.venueMs ?? clock.nowMs();
    const executions = await broker.fetchExecutions(sinceMs - overlapMs);
    this.take(executions, clock.nowMs());
    this.#watermarkMs = Math.max(sinceMs, reading()?.venueMs ?? sinceMs);
  }

  #slotOf({ positionId, fill }: Execution): PositionSlot {
    if (positionId?.endsWith('_long')) return 'long';
    if (positionId?.endsWith('_short')) return 'short';
    return this.#options.register.findByVenueId(fill.venueOrderId)?.slot ?? 'net';
  }
}
