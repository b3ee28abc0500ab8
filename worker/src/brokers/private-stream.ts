import { AppError } from '@tapedeck/core';
import type { StreamLink } from './broker.ts';
import type { CcxtBybit, CcxtStreamClient } from './ccxt-exchange.ts';

/** Longest time without any frame, answers to pings included, before the stream counts as dead. */
export const silenceMs = 20_000;
/** Longest time that opening, signing in and subscribing may take together. */
const openingMs = 10_000;
/** Waits between attempts: doubled each time up to a cap that finds a venue that has come back within two seconds. */
const backOff = { firstMs: 100, mostMs: 1_600, unauthorizedMs: 30_000 };

export interface PrivateStreamOptions {
  readonly exchange: CcxtBybit;
  readonly url: () => string;
  readonly topics: readonly string[];
  /** Fields of the sign-in request that replace ccxt's own. */
  readonly signIn: () => Readonly<Record<string, unknown>>;
  readonly onEvent: (message: unknown, readMs: number) => void;
  readonly onLink: (link: StreamLink, error?: AppError) => void;
  readonly toError: (thrown: unknown) => AppError;
  /** Between 0 and 1; spreads the attempts of many accounts. */
  readonly random?: () => number;
}

/**
 * Keeps one private stream of ccxt's exchange up: opens it, signs in, subscribes, watches for silence, and starts again
 * after a wait when it ends.
 *
 * Frames of our topics are taken where ccxt hands over each decoded frame, before its own handlers: those build caches
 * of orders and positions that nothing reads, and drop fields that we need. All other frames (sign-in, pong, errors)
 * go on to ccxt.
 */
export class PrivateStream {
  private readonly options: PrivateStreamOptions;
  private readonly passOn: CcxtBybit['handleMessage'];
  private client: CcxtStreamClient | undefined;
  /** On the monotonic clock: setting the other one makes no silence. */
  private lastFrameMs = 0;
  private onSubscribed: (() => void) | undefined;
  private link: StreamLink = 'off';
  private stopped = false;
  private wake: (() => void) | undefined;

  constructor(options: PrivateStreamOptions) {
    this.options = options;
    this.passOn = options.exchange.handleMessage.bind(options.exchange);
    options.exchange.handleMessage = (client, message) => this.takeFrame(client, message);
    queueMicrotask(() => void this.run());
  }

  stop(): void {
    if (this.stopped) return;
    this.stopped = true;
    this.drop();
    this.wake?.();
    this.options.exchange.handleMessage = this.passOn;
    this.report('off');
  }

  private async run(): Promise<void> {
    for (let failures = 0; !this.stopped; failures++) {
      this.report('connecting');
      const error = await this.runOnce().catch(this.options.toError);
      this.drop();
      if (this.stopped) return;
      if (this.link === 'live') failures = 0;
      this.report(error.details['silent'] === true ? 'silent' : 'connecting', error);
      await this.sleep(this.waitMs(error, failures));
    }
  }

  /** Throws the reason for which the connection ended. */
  private async runOnce(): Promise<never> {
    const watchdog = new Watchdog();
    try {
      const ended = await Promise.race([this.open(), watchdog.after(openingMs)]);
      this.report('live');
      return await Promise.race([ended.promise, watchdog.whenSilent(() => this.lastFrameMs)]);
    } finally {
      watchdog.clear();
    }
  }

  /** Resolves once signed in and subscribed, to what is rejected when the connection ends. */
  private async open(): Promise<{ readonly promise: Promise<never> }> {
    const { exchange, topics } = this.options;
    const url = this.options.url();
    const signedIn = exchange.authenticate(url, this.options.signIn());
    this.client = exchange.clients[url];
    await signedIn;
    const subscribed = new Promise<void>((resolve) => (this.onSubscribed = resolve));
    const promise = exchange.watchTopics(url, ['account'], topics).then(() => {
      throw new AppError('retryable', 'The private stream ended.');
    });
    await Promise.race([subscribed, promise]);
    return { promise };
  }

  private report(link: StreamLink, error?: AppError): void {
    if (link === this.link && error === undefined) return;
    this.link = link;
    this.options.onLink(link, error);
  }

  private takeFrame(client: CcxtStreamClient, message: unknown): void {
    const readMs = Date.now();
    if (client.url !== this.client?.url) return this.passOn(client, message);
    if (client !== this.client) return;
    this.lastFrameMs = performance.now();
    const { topic, op, success } = message as { topic?: unknown; op?: unknown; success?: unknown };
    if (typeof topic === 'string' && this.options.topics.includes(topic)) return this.options.onEvent(message, readMs);
    if (op === 'subscribe' && success === true) this.onSubscribed?.();
    this.passOn(client, message);
  }

  /** Ends the connection at once; a dead one would keep a polite close waiting. */
  private drop(): void {
    const client = this.client;
    if (!client) return;
    this.client = undefined;
    if (this.options.exchange.clients[client.url] === client) delete this.options.exchange.clients[client.url];
    client.connection?.terminate?.();
  }

  private waitMs(error: AppError, failures: number): number {
    const spread = 0.5 + (this.options.random ?? Math.random)() / 2;
    if (error.code === 'unauthorized-at-broker') return backOff.unauthorizedMs * spread;
    return Math.min(backOff.mostMs, backOff.firstMs * 2 ** failures) * spread;
  }

  private sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** One timer at a time that rejects a promise. */
class Watchdog {
  private timer: NodeJS.Timeout | undefined;

  after(ms: number): Promise<never> {
    return new Promise((_resolve, reject) => {
      const error = new AppError('retryable', `The private stream was not up after ${ms / 1000} s.`);
      this.timer = setTimeout(() => reject(error), ms);
    });
  }

  whenSilent(lastFrameMs: () => number): Promise<never> {
    this.clear();
    return new Promise((_resolve, reject) => {
      const check = () => {
        if (performance.now() - lastFrameMs() < silenceMs) return;
        reject(
          new AppError('retryable', `The private stream has been silent for ${silenceMs / 1000} s.`, {
            details: { silent: true },
          }),
        );
      };
      this.timer = setInterval(check, 1_000);
    });
  }

  clear(): void {
    clearTimeout(this.timer);
  }
}
