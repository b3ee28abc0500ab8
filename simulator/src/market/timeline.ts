import * as z from 'zod';

const minuteMs = 60_000;

/** From `venueMs` on, market time runs from `marketMs` at `rate` market milliseconds a venue millisecond. */
const segmentSchema = z.object({ venueMs: z.number(), marketMs: z.number(), rate: z.number().nonnegative() });
/** From `marketMs` on, the coin's prices are multiplied by `factor`. */
const jumpSchema = z.object({ base: z.string(), marketMs: z.number(), factor: z.number().positive() });

export const timelineStateSchema = z.object({ segments: z.array(segmentSchema), jumps: z.array(jumpSchema) });
export type TimelineState = z.infer<typeof timelineStateSchema>;
type Segment = z.infer<typeof segmentSchema>;

/**
 * How the market's time follows the venue's: faster by the speed factor, standing while the market is frozen. Before
 * the first segment the two are the same. It also holds the prices that somebody moved by hand.
 */
export class Timeline {
  readonly #speed: number;
  readonly #segments: Segment[];
  readonly #jumps: z.infer<typeof jumpSchema>[];

  constructor(speed: number, startMs: number, restored?: TimelineState) {
    this.#speed = speed;
    this.#segments = [...(restored?.segments ?? [])];
    this.#jumps = [...(restored?.jumps ?? [])];
    const last = this.#segments.at(-1);
    const rate = last?.rate ?? 1;
    if (rate !== speed && !this.frozen) this.#startSegment(startMs, speed);
  }

  toMarketMs(venueMs: number): number {
    const segment = this.#segmentAt(venueMs);
    return segment ? segment.marketMs + (venueMs - segment.venueMs) * segment.rate : venueMs;
  }

  get frozen(): boolean {
    return this.#segments.at(-1)?.rate === 0;
  }

  freeze(nowMs: number): void {
    if (!this.frozen) this.#segments.push({ venueMs: nowMs, marketMs: this.toMarketMs(nowMs), rate: 0 });
  }

  unfreeze(nowMs: number): void {
    if (this.frozen) this.#startSegment(nowMs, this.#speed);
  }

  jump(base: string, nowMs: number, factor: number): void {
    this.#jumps.push({ base, marketMs: this.toMarketMs(nowMs), factor });
  }

  /** What a coin's source prices are multiplied by at `marketMs`. */
  factorAt(base: string, marketMs: number): number {
    let factor = 1;
    for (const jump of this.#jumps) {
      if (jump.base === base && jump.marketMs <= marketMs) factor *= jump.factor;
    }
    return factor;
  }

  /** True where the venue's minute is one minute of market time, whole and undisturbed. */
  isPlain(base: string, venueStartMs: number): boolean {
    const segment = this.#segmentAt(venueStartMs);
    if (segment !== this.#segmentAt(venueStartMs + minuteMs - 1)) return false;
    if (segment && (segment.rate !== 1 || (segment.marketMs - segment.venueMs) % minuteMs !== 0)) return false;
    const fromMs = this.toMarketMs(venueStartMs);
    return !this.#jumps.some(
      (jump) => jump.base === base && jump.marketMs > fromMs && jump.marketMs < fromMs + minuteMs,
    );
  }

  state(): TimelineState {
    return { segments: [...this.#segments], jumps: [...this.#jumps] };
  }

  /** Market time moves to the next whole-minute distance from venue time: candles then line up again. */
  #startSegment(nowMs: number, rate: number): void {
    const distance = Math.round((this.toMarketMs(nowMs) - nowMs) / minuteMs) * minuteMs;
    this.#segments.push({ venueMs: nowMs, marketMs: nowMs + distance, rate });
  }

  #segmentAt(venueMs: number): Segment | undefined {
    for (let i = this.#segments.length - 1; i >= 0; i -= 1) {
      const segment = this.#segments[i];
      if (segment && segment.venueMs <= venueMs) return segment;
    }
    return undefined;
  }
}
