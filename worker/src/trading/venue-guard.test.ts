import { defaultSyncSettings, type AccountDocument, type TradingState } from '@tapedeck/core';
import { FakeClock } from '../testing/fake-clock.ts';
import { TradingRules } from './trading-rules.ts';
import { VenueGuard } from './venue-guard.ts';

const active: TradingState = { mode: 'ACTIVE', epoch: 1, by: 'Ada', atMs: 1 };
const account: AccountDocument = {
  label: 'Main',
  broker: 'fake',
  environment: 'simulated',
  currency: 'USDT',
  sync: defaultSyncSettings,
  tradingState: active,
  createdAtMs: 1,
};

function open(leaseMs = 10_000) {
  const clock = new FakeClock();
  const rules = new TradingRules(account);
  const setState = (state: TradingState) => rules.setDesk({ tradingState: state, members: { ada: 'owner' } });
  setState(active);
  const guard = new VenueGuard({ clock, rules, leaseRemainingMs: () => leaseMs, leaseMarginMs: 5_000 });
  return { clock, rules, guard, setState };
}

it('lets everything pass while nothing has changed', () => {
  const { guard, rules, clock } = open();
  const act = { stamp: rules.stamp, expiresAtMs: clock.nowMs() };
  for (const kind of ['entry', 'exit', 'cancel'] as const) expect(() => guard.check({ kind, ...act })).not.toThrow();
});

it('stops entries while less than half of the lease is left', () => {
  const { guard } = open(4_999);
  expect(() => guard.check({ kind: 'entry' })).toThrow('Nothing was sent');
  for (const kind of ['exit', 'cancel'] as const) expect(() => guard.check({ kind })).not.toThrow();
});

it('stops everything, cancels too, once the lease is about to end', () => {
  const { guard } = open(499);
  for (const kind of ['entry', 'exit', 'cancel'] as const)
    expect(() => guard.check({ kind })).toThrow('Nothing was sent');
});

it('stops entries and exits after their time, never cancels', () => {
  const { guard, clock } = open();
  const expiresAtMs = clock.nowMs() - 1;
  expect(() => guard.check({ kind: 'entry', expiresAtMs })).toThrow('expired');
  expect(() => guard.check({ kind: 'exit', expiresAtMs })).toThrow('expired');
  expect(() => guard.check({ kind: 'cancel', expiresAtMs })).not.toThrow();
});

it('stops an entry that was checked before a halt, also when trading was resumed since', () => {
  const { guard, rules, setState } = open();
  const { stamp } = rules;
  setState({ ...active, mode: 'HALTED', epoch: 2 });
  expect(() => guard.check({ kind: 'entry', stamp })).toThrow('HALTED');
  expect(() => guard.check({ kind: 'exit', stamp })).toThrow('HALTED');
  setState({ ...active, epoch: 3 });
  expect(() => guard.check({ kind: 'entry', stamp })).toThrow('was changed');
  expect(() => guard.check({ kind: 'exit', stamp })).not.toThrow();
});

it('lets the closes of an emergency stop pass until it is taken back', () => {
  const { guard, setState } = open();
  const state = { ...active, mode: 'HALTED' as const, epoch: 2 };
  setState(state);
  const close = { kind: 'exit' as const, halt: { scope: 'desk' as const, state } };
  expect(() => guard.check(close)).not.toThrow();
  setState({ ...active, epoch: 3 });
  expect(() => guard.check(close)).toThrow('taken back before this close went out. Nothing was sent');
});
