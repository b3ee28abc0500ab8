interface Sample {
  readonly skewMs: number;
  /** Half the round trip: the venue read its clock somewhere within it. */
  readonly errorMs: number;
  readonly takenMs: number;
}

/** How long a good sample is believed before a worse but newer one takes its place: clocks drift. */
const sampleLifeMs = 60_000;

/** Venue clock minus worker clock, from answers that carry the venue's time. The shortest round trip knows best. */
export class ClockSkew {
  private best: Sample | undefined;

  skewMs(): number | undefined {
    return this.best?.skewMs;
  }

  observe(reading: { readonly sentMs: number; readonly receivedMs: number; readonly venueMs: number }): void {
    const { sentMs, receivedMs, venueMs } = reading;
    const sample = {
      skewMs: Math.round(venueMs - (sentMs + receivedMs) / 2),
      errorMs: Math.max(0, receivedMs - sentMs) / 2,
      takenMs: receivedMs,
    };
    if (!this.best || sample.errorMs <= this.best.errorMs || this.isOutdated(this.best, sample)) this.best = sample;
  }

  /** Too old, or contradicted beyond what both round trips leave open: one of the clocks has been set. */
  private isOutdated(best: Sample, sample: Sample): boolean {
    const apartMs = Math.abs(sample.skewMs - best.skewMs);
    return sample.takenMs - best.takenMs > sampleLifeMs || apartMs > sample.errorMs + best.errorMs + 1;
  }
}
