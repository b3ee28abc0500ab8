import { documents } from '@tapedeck/core';
import type { QuoteReading } from '../markets/ports.ts';
import type { DocumentWrite } from './document-write.ts';
import type { WriteLane } from './document-writer.ts';

/**
 * The quotes of one venue: those that wait are written together, of each instrument the newest. They carry no
 * precondition: should two workers write for a moment, the next second puts right what the older one wrote.
 */
export class QuoteLane implements WriteLane {
  readonly #venueId: string;
  #waiting = new Map<string, QuoteReading>();
  #inFlight = new Map<string, QuoteReading>();

  constructor(venueId: string) {
    this.#venueId = venueId;
  }

  put(quote: QuoteReading): void {
    this.#waiting.set(quote.instrumentId, quote);
  }

  recover(): Promise<void> {
    return Promise.resolve();
  }

  compose(): readonly DocumentWrite[] | undefined {
    this.#inFlight = this.#waiting;
    this.#waiting = new Map();
    return [...this.#inFlight].map(([instrumentId, quote]) => ({
      path: documents.quote(this.#venueId, instrumentId),
      data: { ...quote },
      stamped: 'committedAt',
    }));
  }

  committed(): void {
    this.#inFlight.clear();
  }

  failed(): void {
    this.#waiting = new Map([...this.#inFlight, ...this.#waiting]);
    this.#inFlight.clear();
  }
}
