import { documents } from '@tapedeck/core';
import { connectAdmin } from './functions-client.ts';
import { openTestDesk, type TestDesk } from './functions-desk.ts';

const admin = connectAdmin();
let desk: TestDesk;

beforeEach(async () => {
  desk = await openTestDesk(admin);
});

afterAll(() => admin.terminate());

const stop = { flatten: false };
const stopAndFlatten = { flatten: true, reason: 'fat finger' };

describe('the emergency stop', () => {
  test('latches HALTED on the desk under a new epoch, with the reason and the wish to flatten', async () => {
    const receipt = await desk.send('emergencyStop', stopAndFlatten, { as: desk.people.trader });
    expect(receipt).toMatchObject({ status: 'succeeded', repeated: false });
    const { tradingState } = await desk.desk();
    expect(tradingState).toMatchObject({
      mode: 'HALTED',
      epoch: 1,
      reason: 'fat finger',
      flatten: true,
      by: desk.people.trader.uid,
    });
    expect(await desk.command(receipt.commandId)).toMatchObject({
      status: 'succeeded',
      history: [{ status: 'pending' }, { status: 'succeeded' }],
      result: { epoch: 1, changed: true },
    });
    expect(await desk.activity(receipt.commandId)).toMatchObject({
      type: 'emergency-stop',
      result: 'succeeded',
      summary:
        'The trader stopped trading on the whole desk: every order is cancelled and every position closed. ' +
        'Reason: fat finger.',
      details: { before: { tradingState: { mode: 'ACTIVE', epoch: 0 } }, after: { tradingState } },
    });
  });

  test('is told to everybody as a condition that cannot be muted', async () => {
    const { commandId } = await desk.send('emergencyStop', stop);
    expect(await desk.notifications()).toMatchObject([
      {
        category: 'risk',
        severity: 'critical',
        mustSee: true,
        title: 'Emergency stop: the whole desk',
        condition: 'emergency-stop',
        activityId: `command-${commandId}`,
      },
    ]);
  });

  test('stops one account alone where one is named', async () => {
    await desk.send('emergencyStop', { ...stop, accountId: desk.accountId });
    expect((await desk.account())?.tradingState).toMatchObject({ mode: 'HALTED', epoch: 1 });
    expect((await desk.desk()).tradingState).toMatchObject({ mode: 'ACTIVE', epoch: 0 });
    expect(await desk.notifications()).toMatchObject([
      { title: 'Emergency stop: Bybit main', accountId: desk.accountId },
    ]);
  });

  test('pressed again is a success that changes nothing', async () => {
    await desk.send('emergencyStop', stopAndFlatten);
    const before = await desk.desk();
    const again = await desk.send('emergencyStop', stop, { as: desk.people.trader });
    expect(again.status).toBe('succeeded');
    expect(await desk.desk()).toEqual(before);
    expect(await desk.notifications()).toHaveLength(1);
    expect((await desk.activity(again.commandId)).summary).toContain('which was stopped already: The owner put it to');
  });

  test('pressed again with the wish to flatten adds it under a new epoch, and keeps the reason', async () => {
    await desk.send('emergencyStop', { ...stop, reason: 'odd prices' });
    await desk.send('emergencyStop', { flatten: true });
    expect((await desk.desk()).tradingState).toMatchObject({
      mode: 'HALTED',
      epoch: 2,
      flatten: true,
      reason: 'odd prices',
    });
  });

  test('two wishes to flatten within five seconds are one, a later one is carried out anew', async () => {
    const atMs = Date.now();
    await desk.send('emergencyStop', stopAndFlatten, { nowMs: atMs });
    await desk.send('emergencyStop', stopAndFlatten, { nowMs: atMs + 5_000 });
    expect((await desk.desk()).tradingState.epoch).toBe(1);
    await desk.send('emergencyStop', stopAndFlatten, { nowMs: atMs + 5_001 });
    expect((await desk.desk()).tradingState.epoch).toBe(2);
  });

  test('ten presses at the same moment all succeed, and latch once', async () => {
    const presses = Array.from({ length: 10 }, () => desk.send('emergencyStop', stopAndFlatten));
    expect((await Promise.all(presses)).every(({ status }) => status === 'succeeded')).toBe(true);
    expect((await desk.desk()).tradingState).toMatchObject({ mode: 'HALTED', epoch: 1 });
    expect(await desk.notifications()).toHaveLength(1);
  });

  test('goes through while the desk is written to without end', async () => {
    const over = new AbortController();
    const others = (async () => {
      while (!over.signal.aborted) {
        await admin.doc(documents.desk(desk.deskId)).update({ name: `Desk ${Math.random()}` });
      }
    })();
    await desk.send('emergencyStop', stopAndFlatten);
    over.abort();
    await others;
    expect((await desk.desk()).tradingState.mode).toBe('HALTED');
  });

  test('is exempt from the rate of its sender, whose bucket it leaves alone', async () => {
    const atMs = Date.now();
    const as = desk.people.trader;
    for (let sent = 0; sent < 30; sent += 1) {
      await desk.send('forceSync', { accountId: desk.accountId }, { as, nowMs: atMs });
    }
    await expect(desk.send('forceSync', { accountId: desk.accountId }, { as, nowMs: atMs })).rejects.toMatchObject({
      code: 'rate-limited',
    });
    expect((await desk.send('emergencyStop', stop, { as, nowMs: atMs })).status).toBe('succeeded');
  });

  test('is refused to a viewer', async () => {
    await expect(desk.send('emergencyStop', stop, { as: desk.people.viewer })).rejects.toMatchObject({
      code: 'forbidden',
      message: '"Emergency stop" needs the role owner or trader; you are viewer. Nothing was sent.',
    });
  });

  test('sent twice under one id latches once, and both hear of success', async () => {
    const commandId = 'double-click-00001';
    const [first, second] = await Promise.all([
      desk.send('emergencyStop', stopAndFlatten, { commandId }),
      desk.send('emergencyStop', stopAndFlatten, { commandId }),
    ]);
    expect([first, second].filter(({ repeated }) => repeated)).toHaveLength(1);
    expect([first.status, second.status]).toEqual(['succeeded', 'succeeded']);
    expect((await desk.desk()).tradingState.epoch).toBe(1);
  });

  test('holds back what trades, with a sentence', async () => {
    await desk.send('emergencyStop', stopAndFlatten);
    const payload = { accountId: desk.accountId, mode: 'hedge' };
    await expect(desk.send('setPositionMode', payload)).rejects.toMatchObject({
      code: 'rejected',
      message:
        'Trading is HALTED (fat finger), so "Set position mode" was refused. Nothing was sent. Resume trading first.',
    });
    expect((await desk.send('cancelAll', { accountId: desk.accountId })).status).toBe('pending');
  });
});

describe('resuming', () => {
  const resume = { mode: 'REDUCING', seenEpoch: 1, confirmation: 'RESUME' };

  test('leads out of HALTED, forgets the flattening and ends the alarm', async () => {
    await desk.send('emergencyStop', stopAndFlatten);
    const { commandId } = await desk.send('resumeTrading', resume, { as: desk.people.trader });
    const { tradingState } = await desk.desk();
    expect(tradingState).toEqual({
      mode: 'REDUCING',
      epoch: 2,
      by: desk.people.trader.uid,
      atMs: expect.any(Number),
    });
    const [notification] = await desk.notifications();
    expect(notification).not.toHaveProperty('condition');
    expect(notification?.resolvedAtMs).toBe(tradingState.atMs);
    expect((await desk.activity(commandId)).summary).toBe(
      'The trader resumed trading on the whole desk, in the mode REDUCING.',
    );
  });

  test('of an account leaves the stop of the desk as it is', async () => {
    await desk.send('emergencyStop', stop);
    await desk.send('emergencyStop', { ...stop, accountId: desk.accountId });
    await desk.send('resumeTrading', { ...resume, accountId: desk.accountId });
    expect((await desk.desk()).tradingState.mode).toBe('HALTED');
    expect((await desk.account())?.tradingState.mode).toBe('REDUCING');
    const open = (await desk.notifications()).filter(({ condition }) => condition === 'emergency-stop');
    expect(open.map(({ title }) => title)).toEqual(['Emergency stop: the whole desk']);
  });

  test('is refused where somebody has stopped anew since, who is named', async () => {
    await desk.send('emergencyStop', stop);
    await desk.send('emergencyStop', { flatten: true, reason: 'again' }, { as: desk.people.trader });
    await expect(desk.send('resumeTrading', resume)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(
        /^The trading state of the whole desk has changed since this page showed it: The trader put it to HALTED at \d\d:\d\d:\d\d UTC \(again\)\. Nothing was changed\./,
      ),
    });
    expect((await desk.desk()).tradingState).toMatchObject({ mode: 'HALTED', epoch: 2 });
  });

  test('of two at once one wins, and the other hears who', async () => {
    await desk.send('emergencyStop', stop);
    const outcomes = await Promise.allSettled([
      desk.send('resumeTrading', resume),
      desk.send('resumeTrading', { ...resume, mode: 'ACTIVE' }, { as: desk.people.trader }),
    ]);
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(refused[0]?.reason.message).toContain('has changed since this page showed it');
  });

  test('is refused where nothing is stopped, and where it was not typed', async () => {
    await expect(desk.send('resumeTrading', { ...resume, seenEpoch: 0 })).rejects.toMatchObject({
      code: 'conflict',
      message: 'Trading on the whole desk is not stopped: it has been so from the start. Nothing was changed.',
    });
    await expect(desk.send('resumeTrading', { ...resume, confirmation: 'resume' })).rejects.toMatchObject({
      code: 'invalid-input',
    });
    expect(await desk.count()).toBe(0);
  });
});

describe('the trading mode', () => {
  test('goes to REDUCING and back', async () => {
    await desk.send('setTradingMode', { mode: 'REDUCING', seenEpoch: 0, reason: 'news' });
    expect((await desk.desk()).tradingState).toMatchObject({ mode: 'REDUCING', epoch: 1, reason: 'news' });
    await desk.send('setTradingMode', { mode: 'ACTIVE', seenEpoch: 1 });
    expect((await desk.desk()).tradingState).toMatchObject({ mode: 'ACTIVE', epoch: 2 });
    expect((await desk.desk()).tradingState).not.toHaveProperty('reason');
  });

  test('leads not out of HALTED', async () => {
    await desk.send('emergencyStop', stop);
    await expect(desk.send('setTradingMode', { mode: 'ACTIVE', seenEpoch: 1 })).rejects.toMatchObject({
      code: 'rejected',
      message: expect.stringContaining('Resume trading on the Risk page, which asks you to type it.'),
    });
  });

  test('that is set already, or was seen otherwise, is a conflict', async () => {
    await expect(desk.send('setTradingMode', { mode: 'ACTIVE', seenEpoch: 0 })).rejects.toMatchObject({
      code: 'conflict',
      message: 'Trading on the whole desk is ACTIVE already: it has been so from the start. Nothing was changed.',
    });
    await expect(desk.send('setTradingMode', { mode: 'REDUCING', seenEpoch: 7 })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await desk.count()).toBe(0);
  });
});
