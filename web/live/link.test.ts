import { createLinkMonitor, offlineAfterMs, quietMs } from './link.ts';

/** A world in which the server can be switched off and time is told by the test. */
function createWorld() {
  const world = { nowMs: 0, isUp: true, nudges: 0, probes: 0 };
  const monitor = createLinkMonitor({
    nowMs: () => world.nowMs,
    probe: () => {
      world.probes += 1;
      return Promise.resolve(world.isUp);
    },
    nudge: () => {
      world.nudges += 1;
      return Promise.resolve();
    },
  });
  const pass = async (ms: number) => {
    for (const endMs = world.nowMs + ms; world.nowMs < endMs;) {
      world.nowMs += 100;
      monitor.tick();
      await Promise.resolve();
      await Promise.resolve();
    }
  };
  return { world, monitor, pass };
}

describe('the link monitor', () => {
  it('asks nothing while updates come', async () => {
    const { world, monitor, pass } = createWorld();
    for (let second = 0; second < 20; second += 1) {
      monitor.heard();
      await pass(1_000);
    }
    expect(world.probes).toBe(0);
    expect(monitor.get().state).toBe('connected');
  });

  it('stays connected through silence as long as the server answers', async () => {
    const { world, monitor, pass } = createWorld();
    monitor.heard();
    await pass(60_000);
    expect(world.probes).toBeGreaterThan(0);
    expect(monitor.get().state).toBe('connected');
    expect(world.nudges).toBe(0);
  });

  it('says "offline" after 10 s without a server, not before', async () => {
    const { world, monitor, pass } = createWorld();
    monitor.heard();
    world.isUp = false;
    await pass(offlineAfterMs - 200);
    expect(monitor.get().state).toBe('searching');
    await pass(400);
    expect(monitor.get().state).toBe('offline');
  });

  it('nudges within half a second of the server coming back', async () => {
    const { world, monitor, pass } = createWorld();
    monitor.heard();
    world.isUp = false;
    await pass(15_000);
    world.isUp = true;
    await pass(500);
    expect(world.nudges).toBe(1);
    expect(monitor.get().state).toBe('connected');
  });

  it('asks at once when a stream ended, without waiting for the silence', async () => {
    const { world, monitor, pass } = createWorld();
    monitor.heard();
    await pass(500);
    world.isUp = false;
    monitor.suspect();
    await pass(200);
    expect(world.nowMs).toBeLessThan(quietMs);
    expect(monitor.get().state).toBe('searching');
  });

  it('nudges for a missed heartbeat, seldom and ever more seldom', async () => {
    const { world, monitor, pass } = createWorld();
    monitor.heard();
    for (let second = 0; second < 120; second += 1) {
      await pass(1_000);
      monitor.missedHeartbeat();
    }
    expect(world.nudges).toBeGreaterThanOrEqual(3);
    expect(world.nudges).toBeLessThanOrEqual(5);
  });

  it('tells its listeners of a new state, not of every update', async () => {
    const { world, monitor, pass } = createWorld();
    const states: string[] = [];
    monitor.subscribe(() => states.push(monitor.get().state));
    monitor.heard();
    await pass(1_000);
    monitor.heard();
    world.isUp = false;
    await pass(12_000);
    monitor.heard();
    expect(states).toEqual(['searching', 'offline', 'connected']);
  });
});
