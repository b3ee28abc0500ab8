import { toDecimal } from '@tapedeck/core';
import { Big } from 'big.js';
import type { VenueInstrument } from './instruments.ts';
import { hashUnit } from './random.ts';

/** When funding falls due, and at which rate. */
export class FundingSchedule {
  readonly intervalMs: number;
  readonly #seed: number;

  constructor(intervalMinutes: number, seed: number) {
    this.intervalMs = intervalMinutes * 60_000;
    this.#seed = seed;
  }

  /** The first time after `ms` that funding is due: intervals count from midnight UTC. */
  nextMs(ms: number): number {
    return (Math.floor(ms / this.intervalMs) + 1) * this.intervalMs;
  }

  /**
   * Bybit's rate for an 8-hour interval is 0.01% interest unless the premium is far from it; here it wanders around
   * that, and stays inside the instrument's cap. A positive rate is paid by longs.
   */
  rateAt(instrument: VenueInstrument, dueMs: number): string {
    const block = Math.floor(dueMs / this.intervalMs);
    const mood = hashUnit(this.#seed, 'funding-mood', instrument.base, Math.floor(block / 9)) - 0.4;
    const noise = hashUnit(this.#seed, 'funding', instrument.base, block) - 0.5;
    const cap = Number(instrument.fundingCapRate);
    const rate = Math.max(-cap, Math.min(cap, 0.0001 + 0.0002 * mood + 0.00012 * noise));
    return toDecimal(new Big(rate.toFixed(8)));
  }
}
