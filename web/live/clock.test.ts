import { createServerClock } from './clock.ts';

/** A device whose wall clock and steady clock the test moves. */
function createDevice() {
  const device = { wallMs: 1_000_000, steadyMs: 0 };
  const clock = createServerClock(
    () => device.wallMs,
    () => device.steadyMs,
  );
  const pass = (ms: number) => {
    device.wallMs += ms;
    device.steadyMs += ms;
  };
  return { device, clock, pass };
}

describe('the server clock', () => {
  it('trusts the device until an update has arrived', () => {
    const { device, clock } = createDevice();
    expect(clock.nowMs()).toBe(device.wallMs);
  });

  it('learns that the device is ahead from the shortest way of an update', () => {
    const { device, clock } = createDevice();
    const aheadMs = 5_000;
    for (const wayMs of [80, 30, 400]) clock.observe(device.wallMs - aheadMs - wayMs, device.wallMs);
    expect(clock.nowMs()).toBe(device.wallMs - aheadMs - 30);
  });

  it('forgets what it learned when the device is set to another time', () => {
    const { device, clock, pass } = createDevice();
    clock.observe(device.wallMs - 5_000, device.wallMs);
    pass(1_000);
    device.wallMs -= 5_000;
    expect(clock.nowMs()).toBe(device.wallMs);
  });
});
