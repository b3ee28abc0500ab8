import type { Clock } from './clock.ts';
import type { ProcessFigures } from './sync/connection-report.ts';
import type { TimerWheel } from './timer-wheel.ts';

const sampleMs = 5_000;
/** With many accounts, heartbeats are many: queues are counted once for those of this time. */
const queuesMs = 500;

type Queues = NonNullable<ProcessFigures['queues']>;

export interface ProcessSamplerOptions {
  readonly clock: Clock;
  readonly wheel: TimerWheel;
  readonly id: string;
  readonly version: string;
  readonly accounts: () => number;
  readonly queues: () => Queues;
}

/** What the process uses, measured every few seconds and read as often as anybody likes. */
export class ProcessSampler {
  readonly #options: ProcessSamplerOptions;
  readonly #startedAtMs: number;
  #cpu = process.cpuUsage();
  #atMs: number;
  #measured = { rssMb: 0, cpuPct: 0, eventLoopLagMs: 0 };
  #queues: Queues | undefined;
  #queuesAtMs = 0;
  #cancel: (() => void) | undefined;

  constructor(options: ProcessSamplerOptions) {
    this.#options = options;
    this.#startedAtMs = options.clock.nowMs();
    this.#atMs = options.clock.monotonicMs();
  }

  start(): void {
    this.#sample();
    this.#cancel = this.#options.wheel.after(sampleMs, () => this.start());
  }

  stop(): void {
    this.#cancel?.();
  }

  figures(): ProcessFigures {
    const { id, version, accounts } = this.#options;
    const queues = this.#countQueues();
    return { id, version, startedAtMs: this.#startedAtMs, ...this.#measured, accounts: accounts(), queues };
  }

  #countQueues(): Queues {
    const nowMs = this.#options.clock.monotonicMs();
    if (!this.#queues || nowMs - this.#queuesAtMs >= queuesMs) {
      this.#queues = this.#options.queues();
      this.#queuesAtMs = nowMs;
    }
    return this.#queues;
  }

  #sample(): void {
    const nowMs = this.#options.clock.monotonicMs();
    const spent = process.cpuUsage(this.#cpu);
    const elapsedMs = Math.max(1, nowMs - this.#atMs);
    this.#measured = {
      rssMb: oneDigit(process.memoryUsage.rss() / 1_048_576),
      cpuPct: oneDigit((spent.user + spent.system) / 10 / elapsedMs),
      eventLoopLagMs: oneDigit(this.#options.wheel.takeWorstLagMs()),
    };
    this.#cpu = process.cpuUsage();
    this.#atMs = nowMs;
  }
}

function oneDigit(value: number): number {
  return Math.round(value * 10) / 10;
}
