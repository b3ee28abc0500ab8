import { AppError } from '@tapedeck/core';
import type { StreamEvent } from '../brokers/broker.ts';
import type { KeyCheck } from '../store/secret-store.ts';
import { FakeBroker } from '../testing/fake-broker.ts';
import { KeyedBroker } from './keyed-broker.ts';

function open(openKey?: () => Promise<{ broker: FakeBroker; version: number }>) {
  const inner = new FakeBroker(() => 7);
  const told: (KeyCheck & { version: number | undefined })[] = [];
  const errors: AppError[] = [];
  const away = { times: 0 };
  const broker = new KeyedBroker({
    open: openKey ?? (() => Promise.resolve({ broker: inner, version: 3 })),
    tell: (version, check) => {
      told.push({ version, ...check });
      away.times -= 1;
      return away.times >= 0 ? Promise.reject(new AppError('retryable', 'Away.')) : Promise.resolve();
    },
    nowMs: () => 7,
    onError: (error) => errors.push(error),
  });
  return { inner, told, errors, away, broker };
}

describe('a broker with a sealed key', () => {
  it('is accepted once the account has been opened and read with it, and that is told once', async () => {
    const { broker, told } = open();
    await broker.connect();
    expect(told).toEqual([]);
    await broker.fetchSnapshot();
    await broker.fetchSnapshot();
    expect(told).toEqual([{ version: 3, state: 'accepted', checkedAtMs: 7 }]);
  });

  it('is refused with the venue’s reason, and accepted once the venue has thought better of it', async () => {
    const { broker, inner, told } = open();
    inner.failure = new AppError('unauthorized-at-broker', 'This API key may withdraw funds.');
    await expect(broker.connect()).rejects.toThrow('may withdraw');
    await expect(broker.connect()).rejects.toThrow('may withdraw');
    inner.failure = undefined;
    await broker.connect();
    await broker.fetchSnapshot();
    expect(told).toEqual([
      { version: 3, state: 'refused', checkedAtMs: 7, message: 'This API key may withdraw funds.' },
      { version: 3, state: 'accepted', checkedAtMs: 7 },
    ]);
  });

  it('stays unjudged while the venue is away', async () => {
    const { broker, inner, told } = open();
    inner.failure = new AppError('retryable', 'The connection failed.');
    await expect(broker.connect()).rejects.toThrow('The connection failed.');
    expect(told).toEqual([]);
  });

  it('tells again what could not be told', async () => {
    const { broker, away, told, errors } = open();
    away.times = 1;
    await broker.connect();
    await broker.fetchSnapshot();
    await Promise.resolve();
    await broker.fetchSnapshot();
    await broker.fetchSnapshot();
    expect(errors).toHaveLength(1);
    expect(told).toHaveLength(2);
  });

  it('listens for those who asked before it was open', async () => {
    const { broker, inner } = open();
    const events: StreamEvent[] = [];
    const unwatch = broker.watch((event) => events.push(event));
    await broker.connect();
    inner.emit({ kind: 'link', state: 'silent' });
    unwatch();
    inner.emit({ kind: 'link', state: 'live' });
    expect(events).toMatchObject([{ state: 'live' }, { state: 'silent' }]);
  });

  it('closes what opened after it was closed', async () => {
    const inner = new FakeBroker();
    let finish: () => void = () => undefined;
    const opening = new Promise<{ broker: FakeBroker; version: number }>((resolve) => {
      finish = () => resolve({ broker: inner, version: 1 });
    });
    const { broker } = open(() => opening);
    const connecting = broker.connect();
    await broker.close();
    finish();
    await expect(connecting).rejects.toMatchObject({ code: 'retryable' });
    expect(inner.closed).toBe(true);
  });
});
