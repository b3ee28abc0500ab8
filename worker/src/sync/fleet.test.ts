import { defaultSyncSettings, type AccountDocument, type Lease } from '@tapedeck/core';
import { FakeBroker } from '../testing/fake-broker.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { MemoryLane } from '../testing/memory-lane.ts';
import { TimerWheel } from '../timer-wheel.ts';
import { Fleet, type Leases } from './fleet.ts';
import type { AccountKey, AccountRecord } from './ports.ts';

const figures = { id: 'me', version: '1', startedAtMs: 1, rssMb: 1, cpuPct: 1, eventLoopLagMs: 1, accounts: 1 };

/** Leases in memory, owned by whom the test says until when it says. */
class FakeLeases implements Leases {
  claims: string[] = [];
  reads = 0;
  failures = 0;
  readonly expiresMs = new Map<string, number>();
  readonly owners = new Map<string, string>();
  readonly #clock: FakeClock;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  async claim(keys: readonly AccountKey[]) {
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('Firestore is away.');
    }
    const free = keys.filter(({ accountId }) => !this.#isOwned(accountId));
    this.claims.push(...free.map(({ accountId }) => accountId));
    return free.map((key) => ({ deskId: key.deskId, accountId: key.accountId, worker: 'me', epoch: 5 }));
  }

  async remainingMs(worker: string): Promise<number> {
    this.reads += 1;
    return Math.max(0, (this.expiresMs.get(worker) ?? 0) - this.#clock.nowMs());
  }

  #isOwned(accountId: string): boolean {
    const owner = this.owners.get(accountId);
    return owner !== undefined && (this.expiresMs.get(owner) ?? 0) > this.#clock.nowMs();
  }
}

function open() {
  const clock = new FakeClock();
  const leases = new FakeLeases(clock);
  const brokers = new Map<string, FakeBroker>();
  const fleet = new Fleet({
    worker: 'me',
    leases,
    live: { resume: async () => new MemoryLane().resumed() },
    clock,
    wheel: new TimerWheel(clock, { onError: () => undefined }),
    heartbeatMs: 10_000,
    lease: { remainingMs: () => 10_000, heldSinceMs: () => 0, marginMs: 5_000 },
    processFigures: () => figures,
    createBroker: ({ accountId }) => {
      if (accountId === 'foreign') return undefined;
      const broker = new FakeBroker(() => clock.nowMs());
      brokers.set(accountId, broker);
      return broker;
    },
    onClaimed: () => undefined,
    onError: () => undefined,
  });
  return { clock, leases, fleet, brokers };
}

function record(accountId: string, lease?: Lease, parts: Partial<AccountDocument> = {}): AccountRecord {
  const account: AccountDocument = {
    label: accountId,
    broker: 'fake',
    environment: 'simulated',
    currency: 'USDT',
    sync: defaultSyncSettings,
    tradingState: { mode: 'ACTIVE', epoch: 0, by: 'test', atMs: 1 },
    createdAtMs: 1,
    ...(lease ? { lease } : {}),
    ...parts,
  };
  return { deskId: 'desk', accountId, account };
}

function keyOf(version: number): AccountDocument['key'] {
  return { state: 'checking', version, enteredAtMs: 1, enteredBy: 'Ada' };
}

function paperOf(generation: number): AccountDocument['paper'] {
  return { startBalance: '1000', prices: 'simulated', generation };
}

function changed(...records: readonly AccountRecord[]) {
  return { whole: false, changed: records, removed: [] };
}

describe('Fleet', () => {
  it('claims every account that nobody owns and that it can serve', async () => {
    const { clock, fleet, leases } = open();
    fleet.applyAccounts(changed(record('a'), record('b'), record('foreign')));
    await clock.advance(100);
    expect(leases.claims).toEqual(['a', 'b']);
    expect(fleet.size).toBe(2);
  });

  it('takes an account over within a second of the end of its lease, with few reads', async () => {
    const { clock, fleet, leases } = open();
    leases.expiresMs.set('other', clock.nowMs() + 8_000);
    leases.owners.set('a', 'other');
    fleet.applyAccounts(changed(record('a', { worker: 'other', epoch: 4, claimedAtMs: 1 })));
    await clock.advance(7_900);
    expect(fleet.size).toBe(0);
    await clock.advance(1_000);
    expect(fleet.size).toBe(1);
    expect(leases.reads).toBeLessThanOrEqual(3);
  });

  it('claims at once what was handed back', async () => {
    const { clock, fleet, leases } = open();
    leases.expiresMs.set('other', clock.nowMs() + 8_000);
    fleet.applyAccounts(changed(record('a', { worker: 'other', epoch: 4, claimedAtMs: 1, handedBackAtMs: 2 })));
    await clock.advance(50);
    expect(fleet.size).toBe(1);
  });

  it('lets go of an account that somebody else owns now, and of one that is gone', async () => {
    const { clock, fleet, leases, brokers } = open();
    fleet.applyAccounts(changed(record('a'), record('b')));
    await clock.advance(100);
    leases.owners.set('a', 'other');
    leases.expiresMs.set('other', clock.nowMs() + 60_000);
    fleet.applyAccounts({
      whole: false,
      changed: [record('a', { worker: 'other', epoch: 6, claimedAtMs: 1 })],
      removed: [{ deskId: 'desk', accountId: 'b' }],
    });
    await clock.advance(1_000);
    expect(fleet.size).toBe(0);
    expect([brokers.get('a')?.closed, brokers.get('b')?.closed]).toEqual([true, true]);
  });

  it('ends an account that is switched off, and opens it when it is switched on', async () => {
    const { clock, fleet, brokers, leases } = open();
    const mine = { worker: 'me', epoch: 5, claimedAtMs: 1 };
    fleet.applyAccounts(changed(record('a')));
    await clock.advance(100);
    const first = brokers.get('a');
    fleet.applyAccounts(changed(record('a', mine, { disabled: { by: 'Ada', atMs: 1 } })));
    await clock.advance(20_000);
    expect(fleet.size).toBe(0);
    expect(first?.closed).toBe(true);
    expect(leases.claims).toEqual(['a']);
    fleet.applyAccounts(changed(record('a', mine)));
    await clock.advance(100);
    expect(fleet.size).toBe(1);
  });

  it.each<[string, Partial<AccountDocument>, Partial<AccountDocument>]>([
    ['key was replaced', { key: keyOf(1) }, { key: keyOf(2) }],
    ['paper was reset', { paper: paperOf(0) }, { paper: paperOf(1) }],
  ])('opens an account anew when its %s, once the old session has written its last', async (_what, before, after) => {
    const { clock, fleet, brokers, leases } = open();
    const mine = { worker: 'me', epoch: 5, claimedAtMs: 1 };
    fleet.applyAccounts(changed(record('a', undefined, before)));
    await clock.advance(100);
    const first = brokers.get('a');
    fleet.applyAccounts(changed(record('a', mine, after)));
    fleet.applyAccounts(changed(record('a', mine, after)));
    await clock.advance(1_000);
    expect(first?.closed).toBe(true);
    expect(brokers.get('a')?.closed).toBe(false);
    expect(leases.claims).toEqual(['a', 'a']);
    expect(fleet.size).toBe(1);
  });

  it('tries again when Firestore was away', async () => {
    const { clock, fleet, leases } = open();
    leases.failures = 2;
    fleet.applyAccounts(changed(record('a')));
    await clock.advance(5_000);
    expect(fleet.size).toBe(1);
  });

  it('closes the broker of an account that somebody else was quicker to claim', async () => {
    const { clock, fleet, leases, brokers } = open();
    leases.owners.set('a', 'other');
    leases.expiresMs.set('other', clock.nowMs() + 60_000);
    fleet.applyAccounts(changed(record('a')));
    await clock.advance(100);
    expect(fleet.size).toBe(0);
    expect(brokers.get('a')?.closed).toBe(true);
  });

  it('hands over its claims when it stops', async () => {
    const { clock, fleet } = open();
    fleet.applyAccounts(changed(record('a')));
    await clock.advance(100);
    const stopping = fleet.stop();
    await clock.advance(100);
    expect(await stopping).toEqual([{ deskId: 'desk', accountId: 'a', worker: 'me', epoch: 5 }]);
    expect(fleet.size).toBe(0);
  });
});
