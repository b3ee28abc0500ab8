import { setTimeout as sleep } from 'node:timers/promises';
import { toAppError, type Decimal, type InstrumentTerms } from '@tapedeck/core';
import { named, readEach, readPage } from './bybit-messages.ts';
import { feeRateRowSchema, type FeeRateRow } from './bybit-trading-wire.ts';
import { readWire } from './bybit-wire.ts';
import type { CcxtMarket } from './ccxt-exchange.ts';
import { toInstrumentTerms, toMarketTerms, type MarketTerms } from './instrument-terms.ts';
import { fetchMaintenanceRates } from './maintenance-rates.ts';
import type { VenueAccess } from './venue-access.ts';

/** Orders are only estimated with maintenance rates, so that nobody waits long for so many pages. */
const maintenancePatienceMs = 1_500;

/** Gathers the terms of instruments from the places where Bybit tells them. */
export class BybitTerms {
  readonly #venue: VenueAccess;
  #markets: ReadonlyMap<string, MarketTerms> = new Map();
  #fees: ReadonlyMap<string, FeeRateRow> = new Map();
  #maintenance: ReadonlyMap<string, Decimal> = new Map();
  #terms: ReadonlyMap<string, InstrumentTerms> = new Map();

  constructor(venue: VenueAccess) {
    this.#venue = venue;
  }

  /** By instrument id. */
  get byId(): ReadonlyMap<string, InstrumentTerms> {
    return this.#terms;
  }

  /** Takes what the markets say, as soon as they are loaded. */
  takeMarkets(markets: Iterable<CcxtMarket>): void {
    this.#markets = toMarketTerms(markets, this.#venue.instruments());
    this.#join();
  }

  /** Reads what is not in the markets. Some environments do not offer all of it; it stays unknown then. */
  async read(): Promise<void> {
    const maintenance = this.#readMaintenance().catch((error: unknown) => this.#venue.onRefused(toAppError(error)));
    await this.#readFees().catch((error: unknown) => {
      const refused = toAppError(error);
      if (refused.code === 'retryable' || refused.code === 'rate-limited') throw refused;
      this.#venue.onRefused(refused);
    });
    this.#join();
    await Promise.race([maintenance, sleep(maintenancePatienceMs, undefined, { ref: false })]);
  }

  async #readFees(): Promise<void> {
    const { client, instruments, onRefused } = this.#venue;
    const fees = new Map<string, FeeRateRow>();
    for (const category of ['linear', 'spot'] as const) {
      const answer = await client.ask(() => client.exchange.privateGetV5AccountFeeRate({ category }));
      const read = (row: unknown) => readWire(feeRateRowSchema, row, named('Fee rate', row, 'symbol'));
      for (const row of readEach(readPage(answer, 'Fee rates').rows, read, onRefused)) {
        const instrument = instruments().find(category === 'spot' ? 'spot' : 'perpetual', row.symbol);
        if (instrument) fees.set(instrument.id, row);
      }
    }
    this.#fees = fees;
  }

  async #readMaintenance(): Promise<void> {
    this.#maintenance = await fetchMaintenanceRates(this.#venue.client, this.#venue.onRefused);
    this.#join();
  }

  #join(): void {
    this.#terms = toInstrumentTerms({
      book: this.#venue.instruments(),
      markets: this.#markets,
      fees: this.#fees,
      maintenance: this.#maintenance,
    });
  }
}
