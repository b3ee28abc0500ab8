import { AppError } from '@tapedeck/core';
import type { CcxtBybit } from './ccxt-exchange.ts';
import { PrivateStream } from './private-stream.ts';
import { FakeExchange, streamUrl } from './testing/fake-exchange.ts';

const position = { topic: 'position', creationTime: 1, data: [] };

function start() {
  const exchange = new FakeExchange();
  const links: string[] = [];
  const events: unknown[] = [];
  const stream = new PrivateStream({
    exchange: exchange as unknown as CcxtBybit,
    url: () => streamUrl,
    topics: ['position', 'wallet'],
    signIn: () => ({ args: [] }),
    onEvent: (message) => events.push(message),
    onLink: (link, error) => links.push(error ? `${link}: ${error.code}` : link),
    toError: (thrown) => (thrown instanceof AppError ? thrown : new AppError('retryable', String(thrown))),
    random: () => 1,
  });
  return { exchange, links, events, stream };
}

/** Lets promises settle without time passing. */
const settle = () => jest.advanceTimersByTimeAsync(0);

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('PrivateStream', () => {
  it('is live once the subscription is confirmed', async () => {
    const { exchange, links, stream } = start();
    await settle();
    expect(exchange.last.topics).toEqual(['position', 'wallet']);
    expect(links).toEqual(['connecting']);
    exchange.last.confirm();
    await settle();
    expect(links).toEqual(['connecting', 'live']);
    stream.stop();
    expect(links.at(-1)).toBe('off');
  });

  it('takes our topics and hands every other frame on to ccxt', async () => {
    const { exchange, events, stream } = start();
    await settle();
    exchange.last.confirm();
    exchange.last.send(position);
    exchange.last.send({ op: 'pong' });
    exchange.last.send({ topic: 'tickers.BTCUSDT' });
    expect(events).toEqual([position]);
    expect(exchange.passedOn).toEqual([
      { op: 'subscribe', success: true },
      { op: 'pong' },
      { topic: 'tickers.BTCUSDT' },
    ]);
    stream.stop();
  });

  it('connects again after a connection ended, at first at once', async () => {
    const { exchange, links, stream } = start();
    await settle();
    exchange.last.confirm();
    await settle();
    exchange.last.end(new Error('closed'));
    await settle();
    expect(links).toEqual(['connecting', 'live', 'connecting: retryable']);
    await jest.advanceTimersByTimeAsync(100);
    expect(exchange.connections).toHaveLength(2);
    exchange.last.confirm();
    await settle();
    expect(links.at(-1)).toBe('live');
    stream.stop();
  });

  it('waits longer after each failure, never so long that a venue that is back goes unseen for two seconds', async () => {
    const { exchange, stream } = start();
    exchange.signInError = new Error('refused');
    await settle();
    await jest.advanceTimersByTimeAsync(100 + 200 + 400 + 800);
    const soon = exchange.connections.length;
    await jest.advanceTimersByTimeAsync(16_000);
    expect(soon).toBe(5);
    expect(exchange.connections.length - soon).toBe(10);
    stream.stop();
  });

  it('asks rarely while the key is refused', async () => {
    const { exchange, links, stream } = start();
    exchange.signInError = new AppError('unauthorized-at-broker', 'revoked');
    await settle();
    await jest.advanceTimersByTimeAsync(29_000);
    expect(exchange.connections).toHaveLength(1);
    expect(links).toContain('connecting: unauthorized-at-broker');
    stream.stop();
  });

  it('calls a stream without frames for 20 s silent, drops it and connects again', async () => {
    const { exchange, links, stream } = start();
    await settle();
    exchange.last.confirm();
    await jest.advanceTimersByTimeAsync(15_000);
    exchange.last.send({ op: 'pong' });
    await jest.advanceTimersByTimeAsync(19_000);
    expect(links).toEqual(['connecting', 'live']);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(links.slice(2)).toEqual(['silent: retryable', 'connecting']);
    expect(exchange.connections[0]?.terminated).toBe(true);
    stream.stop();
  });

  it('hears no more of a connection that it dropped', async () => {
    const { exchange, events, stream } = start();
    await settle();
    exchange.last.confirm();
    await jest.advanceTimersByTimeAsync(21_200);
    exchange.connections[0]?.send(position);
    expect(exchange.connections).toHaveLength(2);
    expect(events).toEqual([]);
    stream.stop();
  });

  it('gives up a connection that is not subscribed after 10 s', async () => {
    const { exchange, links, stream } = start();
    await jest.advanceTimersByTimeAsync(10_200);
    expect(exchange.connections[0]?.terminated).toBe(true);
    expect(links[1]).toBe('connecting: retryable');
    stream.stop();
  });

  it('leaves no timer and no hook behind when stopped', async () => {
    const { exchange, stream } = start();
    await settle();
    exchange.last.confirm();
    await settle();
    stream.stop();
    exchange.last.end(new Error('closed'));
    await settle();
    expect(jest.getTimerCount()).toBe(0);
    exchange.last.send(position);
    expect(exchange.passedOn.at(-1)).toEqual(position);
  });
});
