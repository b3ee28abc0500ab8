import { addEquityPoint, equityPointMs, toDay, type AccountFigures, type EquityDayDocument } from '@tapedeck/core';
import type { Clock } from '../clock.ts';
import type { TimerWheel } from '../timer-wheel.ts';

export interface EquityCurveOptions {
  readonly clock: Clock;
  readonly wheel: TimerWheel;
  /** The day as an earlier owner left it. */
  readonly resumed: EquityDayDocument | undefined;
  readonly currency: () => string;
  /** Absent while the venue does not answer: a figure that nobody confirmed is no point of the curve. */
  readonly figures: () => AccountFigures | undefined;
  readonly onDay: (day: EquityDayDocument) => void;
}

/** The equity curve of an account: a point a minute, and one whenever it is asked for. */
export class EquityCurve {
  readonly #options: EquityCurveOptions;
  #day: EquityDayDocument | undefined;
  #cancel: (() => void) | undefined;

  constructor(options: EquityCurveOptions) {
    this.#options = options;
    this.#day = options.resumed;
  }

  /** Absent before the first point of the day. */
  get today(): EquityDayDocument | undefined {
    return this.#day?.day === toDay(this.#options.clock.nowMs()) ? this.#day : undefined;
  }

  start(): void {
    const sinceMinuteMs = this.#options.clock.nowMs() % equityPointMs;
    this.#cancel = this.#options.wheel.after(equityPointMs - sinceMinuteMs, () => {
      this.addPoint();
      this.start();
    });
  }

  stop(): void {
    this.#cancel?.();
  }

  addPoint(): void {
    const { clock, currency, figures, onDay } = this.#options;
    const known = figures();
    if (!known) return;
    const day = addEquityPoint(this.today, { atMs: clock.nowMs(), figures: known, currency: currency() });
    if (!day || day === this.#day) return;
    this.#day = day;
    onDay(day);
  }
}
