import type { UpdateRate } from '../preferences/preferences.ts';

export const updateRateMs: Record<UpdateRate, number | undefined> = {
  live: 0,
  '5s': 5_000,
  '30s': 30_000,
  paused: undefined,
};

export interface UpdateGate<T> {
  /** The value that may be shown at the chosen rate. */
  shown(): T | undefined;
  /** The newest value, shown or not. */
  newest(): T | undefined;
  push(value: T): void;
  setRate(rate: UpdateRate): void;
  close(): void;
}

/**
 * Holds values back so that they are shown at the rate a person chose; at `live` each goes straight through. A
 * provisional value, such as a saved copy, is replaced by the next one at once.
 */
export function createUpdateGate<T>(
  first: UpdateRate,
  onShow: () => void,
  isProvisional: (shown: T) => boolean = () => false,
): UpdateGate<T> {
  let rate = first;
  let shown: T | undefined;
  let newest: T | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;

  function show(): void {
    if (shown === newest) return;
    shown = newest;
    onShow();
  }

  function schedule(): void {
    clearInterval(timer);
    const everyMs = updateRateMs[rate];
    timer = everyMs ? setInterval(show, everyMs) : undefined;
  }

  schedule();
  return {
    shown: () => shown,
    newest: () => newest,
    push(value) {
      newest = value;
      if (rate === 'live' || shown === undefined || isProvisional(shown)) show();
    },
    setRate(next) {
      if (next === rate) return;
      rate = next;
      schedule();
      if (rate !== 'paused') show();
    },
    close: () => clearInterval(timer),
  };
}
