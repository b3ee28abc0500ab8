import { AppError } from '@tapedeck/core';
import { settle } from '../testing/fake-clock.ts';
import type { TradingStateWrite } from './ports.ts';
import { TradingPublisher } from './trading-publisher.ts';

const state: TradingStateWrite = { epoch: 1, state: 'ready', openOrders: 0, blocked: {}, leverage: {}, atMs: 1 };

function open() {
  const lost: AppError[] = [];
  const timers: (() => void)[] = [];
  const wheel = {
    after: (_delayMs: number, run: () => void) => {
      timers.push(run);
      return () => timers.splice(timers.indexOf(run), 1);
    },
  };
  const hold = { handedOver: () => {}, committed: () => {} };
  const publisher = new TradingPublisher({ wheel, state: () => state, hold, onFenced: (error) => lost.push(error) });
  return { publisher, lost, timers };
}

/** Whether a promise has been settled, and how. */
function watch(promise: Promise<void>): { outcome: string } {
  const seen = { outcome: 'waiting' };
  promise.then(
    () => (seen.outcome = 'stored'),
    () => (seen.outcome = 'lost'),
  );
  return seen;
}

it('holds what was put until a write of it is committed', async () => {
  const { publisher } = open();
  publisher.put('orders/a', { status: 'pending' });
  const stored = watch(publisher.stored());
  expect(publisher.compose()).toEqual({ state, documents: new Map([['orders/a', { status: 'pending' }]]) });
  publisher.put('orders/b', {});
  const later = watch(publisher.stored());
  publisher.committed();
  await settle();
  expect([stored.outcome, later.outcome]).toEqual(['stored', 'waiting']);
});

it('composes what a failed write held once more, and the newest value of what changed meanwhile', () => {
  const { publisher } = open();
  publisher.put('orders/a', { status: 'pending' });
  publisher.put('orders/b', { status: 'pending' });
  publisher.compose();
  publisher.put('orders/a', { status: 'working' });
  publisher.failed();
  const documents = publisher.compose()?.documents;
  expect(Object.fromEntries(documents ?? [])).toEqual({
    'orders/a': { status: 'working' },
    'orders/b': { status: 'pending' },
  });
});

it('counts nothing as stored before all that came before it is', async () => {
  const { publisher } = open();
  for (let index = 0; index < 200; index += 1) publisher.put(`orders/${index}`, {});
  const stored = watch(publisher.stored());
  publisher.compose();
  publisher.committed();
  await settle();
  expect(stored.outcome).toBe('waiting');
  publisher.compose();
  publisher.committed();
  await settle();
  expect(stored.outcome).toBe('stored');
});

it('tells whoever waits that the account was lost, and takes nothing more', async () => {
  const { publisher, lost } = open();
  publisher.put('orders/a', {});
  const stored = watch(publisher.stored());
  publisher.fenced(new AppError('lease-lost', 'Another worker owns it.'));
  publisher.put('orders/b', {});
  await settle();
  expect(stored.outcome).toBe('lost');
  expect(lost).toHaveLength(1);
  await expect(publisher.stored()).rejects.toMatchObject({ code: 'lease-lost' });
});

it('lets what nobody waits for come later, and everything at once when somebody asks for it', () => {
  const { publisher, timers } = open();
  let requests = 0;
  const nothing = () => Promise.resolve();
  publisher.attach({ request: () => (requests += 1), idle: nothing, close: () => undefined });
  publisher.put('fills/a', {}, 'later');
  publisher.put('fills/b', {}, 'later');
  expect([requests, timers.length]).toEqual([0, 1]);
  void publisher.stored();
  expect([requests, timers.length]).toEqual([1, 0]);
  publisher.put('fills/c', {}, 'later');
  timers[0]?.();
  expect(requests).toBe(2);
});
