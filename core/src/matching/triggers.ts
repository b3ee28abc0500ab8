import type { EngineOrder, OrderTrigger, TriggerSource } from './order-types.ts';

/** The band of prices in which nothing has to be looked at. */
interface QuietBand {
  readonly risesAt: number;
  readonly fallsAt: number;
}

/** Conditional orders of one instrument that watch one price. A price inside the quiet band costs two comparisons. */
export class TriggerWatch {
  readonly #orderIds = new Set<number>();
  #band: QuietBand | undefined;

  add(orderId: number): void {
    this.#orderIds.add(orderId);
    this.#band = undefined;
  }

  remove(orderId: number): void {
    if (this.#orderIds.delete(orderId)) this.#band = undefined;
  }

  isQuiet(ticks: number, orderOf: (orderId: number) => EngineOrder | undefined): boolean {
    if (this.#orderIds.size === 0) return true;
    this.#band ??= this.#findBand(orderOf);
    return ticks < this.#band.risesAt && ticks > this.#band.fallsAt;
  }

  /** Oldest order first. */
  orderIds(): readonly number[] {
    return [...this.#orderIds].toSorted((a, b) => a - b);
  }

  #findBand(orderOf: (orderId: number) => EngineOrder | undefined): QuietBand {
    let risesAt = Number.POSITIVE_INFINITY;
    let fallsAt = Number.NEGATIVE_INFINITY;
    for (const orderId of this.#orderIds) {
      const trigger = orderOf(orderId)?.trigger;
      if (!trigger) continue;
      if (trigger.ticks !== undefined) {
        if (trigger.direction === 'rise') risesAt = Math.min(risesAt, trigger.ticks);
        else fallsAt = Math.max(fallsAt, trigger.ticks);
      }
      const follows = trigger.trailing && (trigger.trailing.bestTicks ?? trigger.trailing.activationTicks);
      if (trigger.trailing && follows !== undefined) {
        const started = trigger.trailing.bestTicks !== undefined;
        if (trigger.direction === 'fall') risesAt = Math.min(risesAt, started ? follows + 1 : follows);
        else fallsAt = Math.max(fallsAt, started ? follows - 1 : follows);
      }
      if (trigger.trailing && follows === undefined) return { risesAt: Number.NEGATIVE_INFINITY, fallsAt: 0 };
    }
    return { risesAt, fallsAt };
  }
}

/** A pair of watches, one for each price that a trigger may follow. */
export function createWatches(): Record<TriggerSource, TriggerWatch> {
  return { last: new TriggerWatch(), mark: new TriggerWatch() };
}

export function isTriggeredBy(trigger: OrderTrigger, ticks: number): boolean {
  if (trigger.ticks === undefined) return false;
  return trigger.direction === 'rise' ? ticks >= trigger.ticks : ticks <= trigger.ticks;
}

/** The trigger after a price: a trailing one starts or follows; the same object when nothing moved. */
export function followPrice(trigger: OrderTrigger, ticks: number): OrderTrigger {
  const { trailing } = trigger;
  if (!trailing) return trigger;
  const falls = trigger.direction === 'fall';
  if (trailing.bestTicks === undefined) {
    const start = trailing.activationTicks;
    if (start !== undefined && (falls ? ticks < start : ticks > start)) return trigger;
  } else if (falls ? ticks <= trailing.bestTicks : ticks >= trailing.bestTicks) {
    return trigger;
  }
  return {
    ...trigger,
    ticks: falls ? Math.max(1, ticks - trailing.distanceTicks) : ticks + trailing.distanceTicks,
    trailing: { ...trailing, bestTicks: ticks },
  };
}
