import type { PositionSlot } from '@tapedeck/core';

/** Which symbols hold long and short side by side. Executions do not say it, so it is learned from position rows. */
export class HedgeModes {
  private readonly known = new Map<string, boolean>();

  learn(reading: { readonly venueSymbol: string; readonly slot: PositionSlot }): void {
    this.known.set(reading.venueSymbol, reading.slot !== 'net');
  }

  /** Another mode was set: what was learned is of the old one. */
  forget(): void {
    this.known.clear();
  }

  /** `undefined` while no row of the symbol has been seen. */
  readonly isHedged = (venueSymbol: string): boolean | undefined => this.known.get(venueSymbol);
}
