import { writeFileSync } from 'node:fs';
import { FieldValue } from '@google-cloud/firestore';
import { documents, type TradeEvent } from '@tapedeck/core';
import { SyncStack, deskId } from './support/sync-stack.ts';
import { testTogether } from './support/together.ts';
import { eventually, sleep } from './support/waiting.ts';

jest.setTimeout(90_000);

let sync: SyncStack;

/** An account for each scenario, so that most of them run at once. */
const accounts = {
  market: {},
  limit: {},
  stop: {},
  target: {},
  liquidation: { balance: '1000' },
  hedge: { positionMode: 'hedge' },
  doubled: {},
  stale: {},
  silent: {},
  gap: {},
  'gap-kept': {},
  blind: { sync: { stream: false } },
  timeout: {},
  broken: {},
  limited: {},
  failing: {},
  closed: {},
  revoked: {},
  quiet: {},
  cadence: {},
  paused: {},
  late: { listed: false },
  keyless: { key: false },
  malformed: {},
} as const;
type AccountName = keyof typeof accounts;

beforeAll(async () => {
  sync = await SyncStack.start(21_700, accounts);
});

afterAll(async () => {
  const logFile = process.env['TAPEDECK_TEST_LOG'];
  if (logFile) writeFileSync(logFile, sync.log.join('\n'));
  await sync?.stop();
});

const types = (events: readonly TradeEvent[]) => events.map((event) => event.type);
const buy = (id: AccountName, symbol: string, qty: string, more = {}) =>
  sync.order(id, { symbol, side: 'Buy', qty, ...more });
const sell = (id: AccountName, symbol: string, qty: string, more = {}) =>
  sync.order(id, { symbol, side: 'Sell', qty, ...more });

/** The account live, pushed stream included. */
async function ready(id: AccountName) {
  const watch = await sync.live(id, 40_000);
  await watch.until('a live stream', ({ connection }) => connection?.stream === 'live');
  return watch;
}

describe('what happens at the venue', () => {
  testTogether({
    'market orders open, increase, reduce, close and reverse a position': async () => {
      await ready('market');
      const steps = [
        () => buy('market', 'BTCUSDT', '0.010'),
        () => buy('market', 'BTCUSDT', '0.005'),
        () => sell('market', 'BTCUSDT', '0.005'),
        () => sell('market', 'BTCUSDT', '0.010'),
        () => buy('market', 'BTCUSDT', '0.020'),
        () => sell('market', 'BTCUSDT', '0.050'),
      ];
      for (const [index, step] of steps.entries()) {
        await step();
        await sync.events('market', index + 1);
      }
      expect(types(await sync.events('market', 6))).toEqual([
        'position-opened',
        'position-increased',
        'position-reduced',
        'position-closed',
        'position-opened',
        'position-reversed',
      ]);
    },

    'a resting limit order changes nothing until the market comes to it': async () => {
      const watch = await ready('limit');
      const price = await sync.truth.price('ETHUSDT');
      await buy('limit', 'ETHUSDT', '1.00', { orderType: 'Limit', price: (price * 0.99).toFixed(2) });
      await sync.agree('limit');
      expect(watch.positions?.positions).toEqual({});
      await sync.control('prices', { symbol: 'ETHUSDT', moveRatio: -0.02 });
      expect(types(await sync.events('limit', 1))).toEqual(['position-opened']);
    },

    'a stop that is hit is told of as such': async () => {
      await ready('stop');
      const price = await sync.truth.price('SOLUSDT');
      await buy('stop', 'SOLUSDT', '10.0', { stopLoss: (price * 0.98).toFixed(2) });
      await sync.events('stop', 1);
      await sync.control('prices', { symbol: 'SOLUSDT', moveRatio: -0.03 });
      expect(types(await sync.events('stop', 2))).toEqual(['position-opened', 'stop-hit']);
    },

    'a target that is hit is told of as such': async () => {
      await ready('target');
      const price = await sync.truth.price('XRPUSDT');
      await sell('target', 'XRPUSDT', '1000.0', { takeProfit: (price * 0.98).toFixed(4) });
      await sync.events('target', 1);
      await sync.control('prices', { symbol: 'XRPUSDT', moveRatio: -0.03 });
      expect(types(await sync.events('target', 2))).toEqual(['position-opened', 'target-hit']);
    },

    'a liquidation is told of as such': async () => {
      await ready('liquidation');
      const price = await sync.truth.price('DOGEUSDT');
      await buy('liquidation', 'DOGEUSDT', (8_000 / price).toFixed(0));
      await sync.events('liquidation', 1);
      await sync.control('prices', { symbol: 'DOGEUSDT', moveRatio: -0.15 });
      const events = await sync.events('liquidation', 2);
      expect(types(events)[0]).toBe('position-opened');
      expect(new Set(types(events).slice(1))).toEqual(new Set(['liquidated']));
    },

    'hedge mode keeps long and short apart': async () => {
      const watch = await ready('hedge');
      await buy('hedge', 'LINKUSDT', '20.0', { positionIdx: '1' });
      await sell('hedge', 'LINKUSDT', '30.0', { positionIdx: '2' });
      await sync.events('hedge', 2);
      expect(Object.keys(watch.positions?.positions ?? {}).toSorted()).toEqual([
        'LINK-USDT-PERP_long',
        'LINK-USDT-PERP_short',
      ]);
      await buy('hedge', 'LINKUSDT', '30.0', { positionIdx: '2', reduceOnly: true });
      const events = await sync.events('hedge', 3);
      expect(events.map(({ type, side }) => `${side} ${type}`)).toEqual([
        'long position-opened',
        'short position-opened',
        'short position-closed',
      ]);
    },

    'a stop set by hand is told of once': async () => {
      await ready('cadence');
      await buy('cadence', 'AVAXUSDT', '10.0');
      await sync.events('cadence', 1);
      const price = await sync.truth.price('AVAXUSDT');
      const stopLoss = (price * 0.8).toFixed(3);
      await sync.truth.post(sync.account('cadence'), '/v5/position/trading-stop', {
        category: 'linear',
        symbol: 'AVAXUSDT',
        stopLoss,
        positionIdx: 0,
      });
      const told = await sync.events('cadence', 2);
      expect(types(told)).toEqual(['position-opened', 'protection-changed']);
    },

    'nothing is written while nothing changes, save the heartbeat': async () => {
      const watch = await ready('quiet');
      await sync.agree('quiet');
      await sleep(2_000);
      const before = { ...watch.seen };
      await sleep(15_000);
      expect(watch.seen.state - before.state).toBe(0);
      const beats = watch.seen.connection - before.connection;
      expect(beats).toBeGreaterThanOrEqual(1);
      expect(beats).toBeLessThanOrEqual(2);
    },
  });
});

describe('an account that has its own trouble', () => {
  testTogether({
    'duplicated and reordered events change nothing': async () => {
      await ready('doubled');
      const ends = [
        await sync.fault({ kind: 'duplicate-events', account: 'doubled' }),
        await sync.fault({ kind: 'reorder-events', account: 'doubled' }),
      ];
      await buy('doubled', 'BTCUSDT', '0.010');
      await buy('doubled', 'BTCUSDT', '0.020');
      await sell('doubled', 'BTCUSDT', '0.005');
      await sync.events('doubled', 3);
      await sell('doubled', 'BTCUSDT', '0.025');
      await buy('doubled', 'ETHUSDT', '0.50');
      const events = await sync.events('doubled', 5);
      for (const end of ends) await end();
      await sync.noneTwice('doubled');
      expect(types(events).toSorted()).toEqual([
        'position-closed',
        'position-increased',
        'position-opened',
        'position-opened',
        'position-reduced',
      ]);
    },

    'a stale reading does not bring a closed position back': async () => {
      const watch = await ready('stale');
      await buy('stale', 'BTCUSDT', '0.010');
      await sync.events('stale', 1);
      await sleep(2_500);
      const end = await sync.fault({ kind: 'stale-snapshots', account: 'stale', durationMs: 1_500 });
      await sell('stale', 'BTCUSDT', '0.010');
      const closed = await eventually(
        'the close',
        () => watch.positions?.positions ?? {},
        (positions) => Object.keys(positions).length === 0,
      );
      const { structureSeq } = watch.positions!;
      await sleep(1_500);
      await end();
      expect(closed).toEqual({});
      expect(types(await sync.events('stale', 2))).toEqual(['position-opened', 'position-closed']);
      expect(watch.positions!.structureSeq).toBe(structureSeq);
    },

    'a stream that says nothing costs at most a poll, and is opened anew': async () => {
      const watch = await ready('silent');
      await sync.fault({ kind: 'silent-streams', account: 'silent', scope: 'private', durationMs: 21_000 });
      await buy('silent', 'BTCUSDT', '0.010');
      await sync.events('silent', 1, 5_000);
      await watch.until('the silence to be noticed', ({ connection }) => connection?.stream !== 'live', 26_000);
      await watch.until('a new stream', ({ connection }) => connection?.stream === 'live', 30_000);
      expect(watch.connection?.counts.streamReconnects).toBeGreaterThanOrEqual(1);
    },

    'what opened and closed while the stream was cut is told of from the executions': async () => {
      const watch = await ready('gap');
      // Reads are held up too, so that no poll sees the position either.
      const ends = [
        await sync.fault({ kind: 'drop-streams', scope: 'private', account: 'gap' }),
        await sync.fault({ kind: 'http-error', account: 'gap', path: '/v5/position' }),
      ];
      await watch.until('the cut to be noticed', ({ connection }) => connection?.stream !== 'live');
      await buy('gap', 'BTCUSDT', '0.010');
      await sleep(300);
      await sell('gap', 'BTCUSDT', '0.010');
      await sleep(500);
      for (const end of ends) await end();
      expect(types(await sync.events('gap', 2))).toEqual(['position-opened', 'position-closed']);
      expect(watch.positions?.positions).toEqual({});
    },

    'what was closed and opened again while the stream was cut is told of as both': async () => {
      const watch = await ready('gap-kept');
      await buy('gap-kept', 'ADAUSDT', '1000');
      await sync.events('gap-kept', 1);
      const ends = [
        await sync.fault({ kind: 'drop-streams', scope: 'private', account: 'gap-kept' }),
        await sync.fault({ kind: 'http-error', account: 'gap-kept', path: '/v5/position' }),
      ];
      await watch.until('the cut to be noticed', ({ connection }) => connection?.stream !== 'live');
      await sell('gap-kept', 'ADAUSDT', '1000');
      await sleep(300);
      await buy('gap-kept', 'ADAUSDT', '1000');
      for (const end of ends) await end();
      expect(types(await sync.events('gap-kept', 3))).toEqual([
        'position-opened',
        'position-closed',
        'position-opened',
      ]);
    },

    'without the stream the cause is still found': async () => {
      await sync.live('blind');
      const price = await sync.truth.price('TRXUSDT');
      await buy('blind', 'TRXUSDT', '10000', { takeProfit: (price * 1.02).toFixed(5) });
      await sync.events('blind', 1);
      await sync.control('prices', { symbol: 'TRXUSDT', moveRatio: 0.03 });
      expect(types(await sync.events('blind', 2))).toEqual(['position-opened', 'target-hit']);
    },

    'an answer that never comes is asked for again': async () => {
      const watch = await ready('timeout');
      await sync.fault({ kind: 'timeout-after-acceptance', account: 'timeout', count: 3 });
      await buy('timeout', 'BTCUSDT', '0.010');
      await sync.events('timeout', 1);
      await watch.until('a live connection', ({ connection }) => connection?.state === 'live');
    },

    'HTTP errors are ridden out': () => rideOut('broken', { kind: 'http-error', status: 502 }),
    'too many requests are ridden out': () => rideOut('limited', { kind: 'rate-limit' }),
    'the venue’s own trouble is ridden out': () => rideOut('failing', { kind: 'system-error' }),

    'maintenance of ten seconds is over for the desk soon after it is over': async () => {
      const watch = await ready('closed');
      await sync.fault({ kind: 'system-error', account: 'closed', durationMs: 10_000 });
      await watch.until('the trouble to show', ({ connection }) => connection?.state === 'reconnecting');
      expect(watch.connection?.error?.message).toMatch(/bybit/);
      await sleep(10_000 - 2_000);
      await watch.until('a live connection', ({ connection }) => connection?.state === 'live', 4_000);
    },

    'a revoked key is said so in a sentence and taken up again when it is back': async () => {
      const watch = await ready('revoked');
      const restore = await sync.fault({ kind: 'key-revoked', account: 'revoked' });
      await watch.until('the refusal', ({ connection }) => connection?.state === 'unauthorized');
      expect(watch.connection?.error?.message).toBe(
        'bybit refuses the API key. It does not know the API key. Check or replace the key.',
      );
      await restore();
      await buy('revoked', 'BTCUSDT', '0.010');
      await watch.until('a live connection', ({ connection }) => connection?.state === 'live', 20_000);
      await sync.events('revoked', 1);
      expect(watch.connection?.error).toBeUndefined();
    },

    'a new interval is followed at once': async () => {
      const watch = await ready('cadence');
      const count = () => watch.connection?.counts.polls ?? 0;
      await sync.update('cadence', { 'sync.pollMs': 250 });
      await watch.until('the interval to show', ({ connection }) => connection?.pollMs === 250);
      const from = count();
      const fromMs = watch.connection!.beatMs;
      await watch.until('a heartbeat', ({ connection }) => (connection?.beatMs ?? 0) > fromMs + 5_000);
      const perSecond = ((count() - from) / (watch.connection!.beatMs - fromMs)) * 1_000;
      expect(perSecond).toBeGreaterThan(2.5);
      expect(perSecond).toBeLessThan(4.5);
      await sync.update('cadence', { 'sync.pollMs': 1_000 });
    },

    'a paused account stands still and catches up when it is resumed': async () => {
      const watch = await ready('paused');
      await sync.update('paused', { paused: { by: 'ada', atMs: 1 } });
      await watch.until('the pause', ({ connection }) => connection?.state === 'paused');
      expect(watch.connection?.stream).toBe('off');
      const { seq } = watch.state!;
      await buy('paused', 'BTCUSDT', '0.010');
      await sleep(2_500);
      expect(watch.state!.seq).toBe(seq);
      await sync.update('paused', { paused: FieldValue.delete() });
      await watch.until('a live connection', ({ connection }) => connection?.state === 'live');
      expect(types(await sync.events('paused', 1))).toEqual(['position-opened']);
    },

    'an account that is added is taken up while the worker runs': async () => {
      await sync.list('late');
      await sync.live('late', 5_000);
      await sync.agree('late');
    },

    'an account without a key says so': async () => {
      const watch = sync.watch('keyless');
      await watch.until('the refusal', ({ connection }) => connection?.state === 'unauthorized');
      expect(watch.connection?.error?.message).toMatch(/key/);
    },

    'an account that cannot be read leaves the others alone, and is back once it can': async () => {
      const watch = await ready('malformed');
      await sync.update('malformed', { sync: 'every now and then' });
      await sleep(2_000);
      await sync.agree('quiet');
      await sync.list('malformed');
      await watch.until('a live connection', ({ connection }) => isFresh(connection?.beatMs));
      await buy('malformed', 'BTCUSDT', '0.010');
      await sync.events('malformed', 1);
    },
  });
});

async function rideOut(
  id: AccountName,
  fault: { kind: 'http-error'; status: number } | { kind: 'rate-limit' } | { kind: 'system-error' },
) {
  const watch = await ready(id);
  const end = await sync.fault({ ...fault, account: id });
  await watch.until('the trouble to show', ({ connection }) => connection?.state === 'reconnecting');
  expect(watch.connection?.error?.message).toMatch(/bybit .*asked again/);
  await buy(id, 'BTCUSDT', '0.010');
  await end();
  await watch.until('a live connection', ({ connection }) => connection?.state === 'live', 5_000);
  expect(types(await sync.events(id, 1))).toEqual(['position-opened']);
}

function isFresh(beatMs: number | undefined): boolean {
  return Date.now() - (beatMs ?? 0) < 1_000;
}

describe('the venue as a whole', () => {
  afterEach(() => sync.skew(0));

  test('a clock that is five seconds off, either way and back, holds nothing up', async () => {
    const watch = await ready('market');
    for (const skewMs of [5_000, -5_000, 0]) {
      await sync.skew(skewMs);
      const before = (await sync.agree('market')).positions['BTC-USDT-PERP_net']?.quantity ?? 0;
      await sleep(1_000);
      await sell('market', 'BTCUSDT', '0.001');
      const after = await eventually(
        `the sale at a clock ${skewMs} ms off`,
        () => Number(watch.positions?.positions['BTC-USDT-PERP_net']?.quantity),
        (quantity) => quantity > before,
        { limitMs: 2_500 },
      );
      expect(after).toBeCloseTo(before + 0.001, 6);
      await watch.until('a live connection', ({ connection }) => connection?.state === 'live');
    }
    expect(types(await sync.events('market', 9)).slice(6)).toEqual(Array(3).fill('position-increased'));
    await watch.until(
      'the skew to be measured anew',
      ({ connection }) => Math.abs(connection?.clockSkewMs ?? 9e9) < 500,
    );
  });

  test('an exchange that is killed and comes back is followed again', async () => {
    const watch = await ready('market');
    await sleep(2_500);
    const { positions } = await sync.agree('market');
    await sync.kill('simulator');
    await watch.until('the loss to show', ({ connection }) => connection?.state === 'reconnecting');
    await sync.startSimulator();
    await watch.until('a live connection', ({ connection }) => connection?.state === 'live', 5_000);
    expect((await sync.agree('market')).positions).toEqual(positions);
    await ready('market');
    await sell('market', 'BTCUSDT', '0.001');
    expect(types(await sync.events('market', 10)).at(-1)).toBe('position-increased');
  });
});

describe('the worker', () => {
  test('hands its accounts back when it is asked to end, and the next one goes on from there', async () => {
    const watch = await ready('market');
    const { epoch, seq } = watch.state!;
    const trading = (async () => {
      for (let i = 0; i < 10; i += 1) {
        await sell('market', 'BTCUSDT', '0.001');
        await sleep(100);
      }
    })();
    await sleep(400);
    await sync.kill('worker-1', 'SIGTERM');
    await watch.until('the end to be told', ({ connection }) => connection?.state === 'stopped', 2_000);
    await trading;
    await sync.startWorker('worker-2');
    await sync.agree('market', 8_000);
    expect(watch.state!.epoch).toBe(epoch + 1);
    expect(watch.state!.seq).toBeGreaterThan(seq);
    await sync.events('market', 11);
  });

  test('that is killed loses no event: the next one takes over when the lease has lapsed', async () => {
    const watch = await ready('market');
    await ready('doubled');
    const { epoch } = watch.state!;
    await Promise.all([
      buy('market', 'BTCUSDT', '0.001'),
      buy('doubled', 'DOTUSDT', '10.0'),
      watch.until('the trade', ({ connection }) => connection !== undefined),
    ]);
    const { structureSeq } = watch.state!;
    await eventually(
      'the trade to be written',
      () => watch.state!.structureSeq,
      (now) => now > structureSeq,
      { everyMs: 2 },
    ).catch(() => undefined);
    await sync.kill('worker-2');
    await sync.startWorker('worker-3');
    await watch.until('the takeover', ({ state }) => (state?.epoch ?? 0) > epoch, 12_000);
    await ready('market');
    await sync.events('market', 12);
    await sync.events('doubled', 6);
  });

  test('shares with a second one: each account has one owner and no event is told twice', async () => {
    await sync.kill('worker-3', 'SIGTERM');
    await Promise.all([sync.startWorker('worker-4'), sync.startWorker('worker-5')]);
    const ids = ['market', 'limit', 'stop', 'doubled', 'stale', 'quiet'] as const;
    for (const id of ids) await ready(id);
    const owners = await Promise.all(
      ids.map(async (id) => {
        const account = await sync.db.doc(documents.account(deskId, id)).get();
        return { lease: account.get('lease.worker') as string, beats: sync.watch(id).connection!.worker.id };
      }),
    );
    for (const { lease, beats } of owners) expect(beats).toBe(lease);
    const told = (await sync.events('quiet', 0)).length;
    await buy('quiet', 'BTCUSDT', '0.010');
    await sync.events('quiet', told + 1);
    await sleep(1_000);
    expect((await sync.events('quiet', told + 1)).length).toBe(told + 1);
  });

  test('that was frozen past its lease writes nothing more under it', async () => {
    const watch = await ready('quiet');
    const owner = watch.connection!.worker.id.startsWith('worker-4') ? 'worker-4' : 'worker-5';
    const { epoch } = watch.state!;
    sync.signal(owner, 'SIGSTOP');
    await buy('quiet', 'BTCUSDT', '0.010');
    await watch.until('the takeover', ({ state }) => (state?.epoch ?? 0) > epoch, 15_000);
    const told = (await sync.events('quiet', 2)).length;
    sync.signal(owner, 'SIGCONT');
    await buy('quiet', 'BTCUSDT', '0.010');
    await sync.events('quiet', told + 1);
    await sleep(3_000);
    const { state } = watch;
    expect(state!.epoch).toBe(epoch + 1);
    expect(watch.violations).toEqual([]);
    expect((await sync.events('quiet', told + 1)).length).toBe(told + 1);
  });

  test('outlives a Firestore that stands still for twenty seconds, and its newest value arrives', async () => {
    const watch = await ready('quiet');
    const told = (await sync.events('quiet', 0)).length;
    sync.signalFirestore('SIGSTOP');
    await sleep(3_000);
    await buy('quiet', 'BTCUSDT', '0.010');
    await sleep(7_000);
    await sell('quiet', 'BTCUSDT', '0.010');
    await buy('quiet', 'ETHUSDT', '0.10');
    await sleep(10_000);
    sync.signalFirestore('SIGCONT');
    await sync.agree('quiet', 10_000);
    await watch.until('a live connection', ({ connection }) => connection?.state === 'live');
    await sync.events('quiet', told + 1);
    expect(sync.has('worker-4') && sync.has('worker-5')).toBe(true);
    for (const id of ['market', 'stop', 'hedge'] as const) await sync.agree(id);
  });
});

describe('after all of it', () => {
  test('no client ever saw a step back, a gap or two halves that differ', async () => {
    const watches = (Object.keys(accounts) as AccountName[]).map((id) => ({ id, watch: sync.watch(id) }));
    for (const { id, watch } of watches) {
      expect({ id, violations: watch.violations, gaps: watch.gaps }).toEqual({ id, violations: [], gaps: [] });
    }
  });
});
