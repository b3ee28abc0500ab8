import { AccountHold } from './account-hold.ts';

function open() {
  const world = { nowMs: 1_000, heldSinceMs: 500, remainingMs: 15_000 };
  const hold = new AccountHold({
    clock: { monotonicMs: () => world.nowMs },
    lease: { remainingMs: () => world.remainingMs, heldSinceMs: () => world.heldSinceMs, marginMs: 7_500 },
    claimedMs: world.nowMs,
  });
  return { world, hold };
}

describe('AccountHold', () => {
  it('lasts as long as the lease under which the account was claimed', () => {
    const { world, hold } = open();
    expect(hold.remainingMs()).toBe(15_000);
    world.remainingMs = 0;
    expect(hold.remainingMs()).toBe(0);
  });

  it('is not back with the lease alone after it has lapsed', () => {
    const { world, hold } = open();
    world.nowMs = 30_000;
    world.heldSinceMs = 29_000;
    expect(hold.isProven).toBe(false);
    expect(hold.remainingMs()).toBe(0);
  });

  it('is back once a write that was handed over since has been accepted', () => {
    const { world, hold } = open();
    world.nowMs = 28_000;
    hold.handedOver();
    world.heldSinceMs = 29_000;
    hold.committed();
    expect(hold.remainingMs()).toBe(0);
    world.nowMs = 30_000;
    hold.handedOver();
    expect(hold.remainingMs()).toBe(0);
    hold.committed();
    expect(hold.remainingMs()).toBe(15_000);
  });

  it('of an account that was claimed before the lapse does not count either', () => {
    const { world, hold } = open();
    world.heldSinceMs = 1_001;
    expect(hold.remainingMs()).toBe(0);
  });
});
