import { AppError, type Position, type PositionStructure } from '@tapedeck/core';
import { aPosition, aReading, toPositions } from '@tapedeck/core/sync/testing/readings';
import { FakeClock } from '../testing/fake-clock.ts';
import { MemoryLane } from '../testing/memory-lane.ts';
import { TimerWheel } from '../timer-wheel.ts';
import { ConnectionReport } from './connection-report.ts';
import { LivePublisher, type PublishedStructure } from './live-publisher.ts';
import type { PublishedAccount } from './ports.ts';

const worker = { id: 'w', version: '1', startedAtMs: 1, rssMb: 1, cpuPct: 1, eventLoopLagMs: 1, accounts: 1 };

function open(published: PublishedAccount = { seq: 0, structureSeq: 0, sentMs: undefined, positions: undefined }) {
  const clock = new FakeClock();
  const report = new ConnectionReport({ heartbeatMs: 10_000, pollMs: 1_000, nowMs: clock.nowMs() });
  report.setWatched(true);
  const structures: PublishedStructure[] = [];
  const publisher = new LivePublisher({
    clock,
    wheel: new TimerWheel(clock, {
      onError: (error) => {
        throw error;
      },
    }),
    epoch: 3,
    rule: { threshold: '0.01', currency: 'USDT' },
    report,
    processFigures: () => worker,
    published,
    untold: () => [],
    onStructure: (structure) => structures.push(structure),
    onFenced: () => undefined,
  });
  const lane = new MemoryLane();
  lane.attach(publisher);
  publisher.attach(lane);
  return { clock, report, publisher, lane, structures };
}

function withEquity(equity: string, ...positions: readonly Position[]) {
  return aReading({ figures: { equity }, positions: toPositions(...positions) });
}

function standing(...positions: readonly Position[]): ReadonlyMap<string, PositionStructure> {
  return toPositions(...positions);
}

describe('LivePublisher', () => {
  it('writes all three documents first, and numbers on from what stands in Firestore', async () => {
    const { publisher, lane, clock } = open({
      seq: 41,
      structureSeq: 7,
      sentMs: 1,
      positions: standing(aPosition('BTC', '1')),
    });
    publisher.offer(withEquity('1000', aPosition('BTC', '1')), 'poll');
    await clock.advance(0);
    expect(lane.writes).toHaveLength(1);
    expect(lane.states[0]).toMatchObject({ seq: 42, structureSeq: 8, epoch: 3, cause: 'start' });
    expect(lane.structures[0]).toMatchObject({ changed: { added: [], removed: [], modified: [] } });
    expect(lane.connections).toHaveLength(1);
  });

  it('writes figures once a second, whatever the cadence of readings, and ends with the newest', async () => {
    const { publisher, lane, clock } = open();
    for (let step = 0; step < 40; step += 1) {
      publisher.offer(withEquity(String(1000 + step)), 'poll');
      await clock.advance(250);
    }
    await clock.advance(2_000);
    expect(lane.states.length).toBeGreaterThanOrEqual(10);
    expect(lane.states.length).toBeLessThanOrEqual(11);
    expect(lane.states.at(-1)?.figures.equity).toBe('1039');
    expect(lane.states.map(({ seq }) => seq)).toEqual(lane.states.map((_, index) => index + 1));
  });

  it('writes figures every 30 s while nobody looks, and at once when somebody does', async () => {
    const { publisher, lane, clock, report } = open();
    report.setWatched(false);
    for (let step = 0; step < 20; step += 1) {
      publisher.offer(withEquity(String(1000 + step)), 'poll');
      await clock.advance(1_000);
    }
    expect(lane.states).toHaveLength(1);
    report.setWatched(true);
    publisher.watch();
    await clock.advance(0);
    expect(lane.states.at(-1)?.figures.equity).toBe('1019');
  });

  it('writes a structure change at once, in the middle of a second, watched or not', async () => {
    const { publisher, lane, clock, report } = open();
    report.setWatched(false);
    publisher.offer(withEquity('1000'), 'poll');
    await clock.advance(10);
    publisher.offer(withEquity('1000', aPosition('BTC', '1')), 'stream');
    await clock.advance(0);
    expect(lane.states.at(-1)).toMatchObject({ seq: 2, structureSeq: 2, cause: 'stream' });
    expect(lane.structures.at(-1)?.changed.added).toEqual(['BTC-USDT-PERP_net']);
  });

  it('writes nothing when nothing passed the threshold', async () => {
    const { publisher, lane, clock, report } = open();
    publisher.offer(withEquity('1000'), 'poll');
    await clock.advance(0);
    publisher.offer(withEquity('1000.009'), 'poll');
    await clock.advance(60_000);
    expect(lane.writes).toHaveLength(1);
    expect(report.counts.unchanged).toBe(1);
  });

  it('joins what changes during a write into the next one, without a gap in the numbers', async () => {
    const { publisher, lane, clock } = open();
    publisher.offer(withEquity('1000'), 'poll');
    await clock.advance(0);
    lane.held = true;
    for (const quantity of ['1', '2', '3']) {
      publisher.offer(withEquity('1000', aPosition('BTC', quantity)), 'stream');
      await clock.advance(1);
    }
    lane.commit();
    lane.commit();
    await clock.advance(0);
    lane.commit();
    expect(lane.states.map(({ seq, structureSeq }) => [seq, structureSeq])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    expect(lane.structures.at(-1)?.positions['BTC-USDT-PERP_net']?.quantity).toBe('3');
  });

  it('writes again, under the same number, what did not go through', async () => {
    const { publisher, lane, clock, structures } = open();
    publisher.offer(withEquity('1000'), 'poll');
    await clock.advance(0);
    lane.held = true;
    publisher.offer(withEquity('1000', aPosition('BTC', '1')), 'stream');
    await clock.advance(0);
    lane.fail(new AppError('retryable', 'no answer'), {
      seq: 1,
      structureSeq: 1,
      sentMs: lane.states[0]?.sentMs,
      positions: new Map(),
    });
    lane.commit();
    expect(lane.states.at(-1)).toMatchObject({ seq: 2, structureSeq: 2 });
    expect(structures).toHaveLength(1);
  });

  it('takes a write of unknown outcome as done when Firestore holds it', async () => {
    const { publisher, lane, clock, structures } = open();
    publisher.offer(withEquity('1000'), 'poll');
    await clock.advance(0);
    lane.held = true;
    publisher.offer(withEquity('1000', aPosition('BTC', '1')), 'stream');
    await clock.advance(0);
    const sentMs = lane.handedOver?.state?.sentMs;
    lane.fail(new AppError('outcome-unknown', 'no answer'), { seq: 2, structureSeq: 2, sentMs, positions: new Map() });
    lane.commit();
    expect(lane.states.map(({ seq }) => seq)).toEqual([1]);
    expect(structures).toHaveLength(1);
  });

  it('writes the newest value after an older write, given up for lost, has arrived late', async () => {
    const { publisher, lane, clock, structures } = open();
    publisher.offer(withEquity('1000'), 'poll');
    await clock.advance(0);
    const first = { seq: 1, structureSeq: 1, sentMs: lane.states[0]?.sentMs, positions: new Map() };
    lane.held = true;
    publisher.offer(withEquity('1000', aPosition('BTC', '1')), 'stream');
    await clock.advance(5_000);
    const late = lane.handedOver?.state;
    lane.fail(new AppError('outcome-unknown', 'no answer'), first);
    publisher.offer(withEquity('1000', aPosition('BTC', '3')), 'stream');
    await clock.advance(10);
    lane.fail(new AppError('conflict', 'refused'), { ...first, seq: 2, structureSeq: 2, sentMs: late?.sentMs });
    lane.commit();
    lane.commit();
    expect(lane.states.at(-1)).toMatchObject({ seq: 3, structureSeq: 3 });
    expect(lane.structures.at(-1)?.positions['BTC-USDT-PERP_net']?.quantity).toBe('3');
    expect(structures.flatMap(({ changes }) => changes.added.map(({ quantity }) => quantity))).toEqual(['3']);
  });

  it('goes on writing figures after the wall clock was set back', async () => {
    const { publisher, lane, clock } = open();
    publisher.offer(withEquity('1000'), 'poll');
    await clock.advance(0);
    clock.setBack(3_600_000);
    publisher.offer(withEquity('1001'), 'poll');
    await clock.advance(2_500);
    expect(lane.states.at(-1)?.figures.equity).toBe('1001');
  });

  it('writes each poll as it comes, however a structure change fell between two', async () => {
    const { publisher, lane, clock } = open();
    publisher.offer(withEquity('1000'), 'poll');
    await clock.advance(700);
    publisher.offer(withEquity('1000', aPosition('BTC', '1')), 'stream');
    await clock.advance(300);
    const waits: number[] = [];
    for (let poll = 1; poll <= 5; poll += 1) {
      const offeredMs = clock.nowMs();
      publisher.offer(withEquity(String(1000 + poll), aPosition('BTC', '1')), 'poll');
      await clock.advance(1_000);
      const written = lane.states.find(({ figures }) => figures.equity === String(1000 + poll));
      if (written) waits.push(written.sentMs - offeredMs);
    }
    expect(waits).toHaveLength(4);
    expect(Math.max(...waits)).toBeLessThanOrEqual(100);
  });

  it('tells of no events for the positions that an account came with', async () => {
    const { publisher, clock, structures } = open();
    publisher.offer(withEquity('1000', aPosition('BTC', '1')), 'poll');
    await clock.advance(0);
    expect(structures).toEqual([]);
  });

  it('orders the arrays by position id', async () => {
    const { publisher, lane, clock } = open();
    const positions = [
      aPosition('SOL', '1', { unrealisedPnl: '3' }),
      aPosition('BTC', '1', { unrealisedPnl: '1' }),
      aPosition('ETH', '1'),
    ];
    publisher.offer(withEquity('1000', ...positions), 'poll');
    await clock.advance(0);
    expect(lane.states[0]?.unrealisedPnls).toEqual(['1', null, '3']);
  });
});
