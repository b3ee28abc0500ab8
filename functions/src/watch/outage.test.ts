import { notificationDocumentSchema, workerLostMs } from '@tapedeck/core';
import { judge, toBackActivity, toLostActivity, toLostNotification, toOutageId, type AccountHealth } from './outage.ts';

const nowMs = Date.UTC(2026, 10, 21, 14, 3, 42);
const fresh = nowMs - workerLostMs;
const old = fresh - 1;

test.each<[string, AccountHealth, ReturnType<typeof judge>]>([
  ['a heartbeat of 28 s ago', { awaited: true, beatMs: fresh, state: 'live' }, 'well'],
  ['an older one', { awaited: true, beatMs: old, state: 'live' }, 'lost'],
  ['an older one of a broken connection', { awaited: true, beatMs: old, state: 'reconnecting' }, 'lost'],
  ['a worker that ended in order just now', { awaited: true, beatMs: fresh, state: 'stopped' }, 'unchanged'],
  ['one that found no successor', { awaited: true, beatMs: old, state: 'stopped' }, 'lost'],
  ['an account that never had a worker', { awaited: true }, 'unchanged'],
  ['a paused account', { awaited: false, beatMs: old, state: 'paused' }, 'well'],
  ['a deleted account', { awaited: false }, 'well'],
])('%s: %j is %s', (_title, health, verdict) => {
  expect(judge(health, nowMs)).toBe(verdict);
});

test('one outage has one id', () => {
  expect(toOutageId('account-1', 1_764)).toBe('worker-lost-account-1-1764');
});

test('the alarm says since when, what it means for the money and what to do', () => {
  const notification = toLostNotification({ accountId: 'a', label: 'Bybit main', beatMs: nowMs - 30_000 }, nowMs);
  expect(notificationDocumentSchema.parse(notification)).toMatchObject({
    category: 'system',
    severity: 'critical',
    mustSee: true,
    condition: 'worker-lost',
    title: 'Worker lost: Bybit main',
  });
  expect(notification.body).toContain('No heartbeat since 14:03:12 UTC.');
  expect(notification.body).toContain('positions and orders at the broker are untouched');
  expect(notification.body).toContain('Start a worker');
});

test('activity tells of its beginning and its end', () => {
  const lost = toLostActivity({ accountId: 'a', label: 'Bybit main', beatMs: nowMs - 30_000 }, nowMs);
  expect(lost.summary).toBe('Bybit main lost its worker: no heartbeat since 14:03:12 UTC.');
  expect(toBackActivity({ accountId: 'a', label: 'Bybit main' }, nowMs).summary).toContain(
    'The alarm for Bybit main is over',
  );
});
