import type { Activity } from '@/live/activity.ts';
import { toActivityCsv } from './activity-csv.ts';
import { changesLine, changesOf, summaryOf } from './activity-changes.ts';
import { factsOf, failureOf } from './activity-facts.ts';
import { withNewestSteps } from './command-steps.ts';
import { actorsOf, countAbove, matchesPage, toListRows } from './activity-rows.ts';

const entry = (parts: Partial<Activity>): Activity => ({
  id: 'a',
  atMs: Date.UTC(2026, 10, 21, 12, 30),
  kind: 'command',
  type: 'forceSync',
  actor: { kind: 'user', name: 'Olivia Owner' },
  summary: 'Force sync: succeeded.',
  ...parts,
});

describe('toListRows', () => {
  it('puts the day before its first entry', () => {
    const rows = toListRows(
      [
        entry({ id: 'c', atMs: Date.UTC(2026, 10, 21, 0, 1) }),
        entry({ id: 'b', atMs: Date.UTC(2026, 10, 20, 23, 59) }),
        entry({ id: 'a', atMs: Date.UTC(2026, 10, 20, 8) }),
      ],
      'utc',
    );
    expect(rows.map((row) => (row.type === 'day' ? row.day : row.id))).toEqual([
      '21 Nov 2026',
      'c',
      '20 Nov 2026',
      'b',
      'a',
    ]);
  });
});

describe('matchesPage', () => {
  it('finds every word of the search anywhere in the entry', () => {
    const trade = entry({ summary: 'Long BTC-USDT-PERP opened', actor: { kind: 'venue', name: 'Bybit' } });
    expect(matchesPage(trade, { search: 'btc  OPENED main' }, 'Main')).toBe(true);
    expect(matchesPage(trade, { search: 'btc closed' }, 'Main')).toBe(false);
  });

  it('keeps to one person and one result', () => {
    expect(matchesPage(entry({}), { search: '', person: 'Olivia Owner' }, '')).toBe(true);
    expect(matchesPage(entry({}), { search: '', person: 'Bybit' }, '')).toBe(false);
    expect(matchesPage(entry({ result: 'failed' }), { search: '', result: 'failed' }, '')).toBe(true);
    expect(matchesPage(entry({}), { search: '', result: 'failed' }, '')).toBe(false);
    expect(actorsOf([entry({}), entry({ actor: { kind: 'venue', name: 'Bybit' } }), entry({})])).toEqual([
      'Bybit',
      'Olivia Owner',
    ]);
  });
});

describe('countAbove', () => {
  it('counts what came in since the top was looked at', () => {
    const entries = [entry({ id: 'c' }), entry({ id: 'b' }), entry({ id: 'a' })];
    expect(countAbove(entries, 'a')).toBe(2);
    expect(countAbove(entries, 'gone')).toBe(0);
    expect(countAbove(entries, undefined)).toBe(0);
  });
});

describe('withNewestSteps', () => {
  it('keeps of each command its newest step, and all that came of it', () => {
    const entries = [
      entry({ id: 'ended', commandId: 'one' }),
      entry({ id: 'filled', commandId: 'one', kind: 'trade' }),
      entry({ id: 'begun', commandId: 'one' }),
      entry({ id: 'sent', commandId: 'two' }),
      entry({ id: 'sent-one', commandId: 'one' }),
      entry({ id: 'of-none' }),
    ];
    expect(withNewestSteps(entries).map(({ id }) => id)).toEqual(['ended', 'filled', 'sent', 'of-none']);
  });
});

describe('toActivityCsv', () => {
  it('writes a heading and one line an entry, in UTC, with the life of its command', () => {
    const sent = entry({ type: 'command-sent', commandId: 'c-1', atMs: Date.UTC(2026, 10, 21, 12, 29, 59) });
    const changed = entry({
      actor: { kind: 'user', id: 'olivia', name: 'Olivia Owner' },
      accountId: 'main',
      commandId: 'c-1',
      result: 'succeeded',
      details: { before: { limits: { maxLeverage: '10' } }, after: { limits: { maxLeverage: '4' } } },
    });
    const came = entry({ kind: 'trade', type: 'position-opened', commandId: 'c-1', atMs: changed.atMs + 5 });
    expect(toActivityCsv([changed], [came, changed, sent], () => 'Main')).toBe(
      'time,kind,type,who,who id,account,instrument,what,before,after,result,reason,command,life of the command\r\n' +
        '2026-11-21T12:30:00.000Z,command,forceSync,Olivia Owner,olivia,Main,,Force sync: succeeded.,' +
        'Leverage: 10×,Leverage: 4×,succeeded,,c-1,"sent, succeeded +1000 ms"\r\n',
    );
  });

  it('quotes what would break a line and defuses what a spreadsheet would run', () => {
    const odd = entry({ summary: 'a "b", c', actor: { kind: 'user', name: '=SUM(A1)' } });
    const csv = toActivityCsv([odd], [odd], () => '');
    expect(csv).toContain(`"a ""b"", c"`);
    expect(csv).toContain(`'=SUM(A1)`);
  });
});

describe('details of an entry', () => {
  it('names the facts of a trade event', () => {
    const trade = entry({
      instrumentId: 'BTC-USDT-PERP',
      details: { type: 'position-opened', quantityChange: '0.25', entryPrice: '96412.3', external: true },
    });
    expect(factsOf(trade, 'utc')).toEqual([
      { name: 'Instrument', value: 'BTC/USDT Perp' },
      { name: 'Quantity', value: '0.25' },
      { name: 'Entry price', value: '96412.3' },
      { name: 'Made outside Tapedeck', value: 'Yes' },
    ]);
  });

  it('sets what a command changed against what it was', () => {
    const before = { pollMs: 1_000, stream: true };
    const changed = entry({ details: { result: { before, sync: { pollMs: 5_000, stream: true } } } });
    expect(changesOf(changed, 'utc')).toEqual([{ name: 'Poll interval (ms)', before: '1000', after: '5000' }]);
    expect(changesOf(entry({}), 'utc')).toEqual([]);
  });

  it('knows both sides of a desk command, with limits in people’s units', () => {
    const limits = entry({
      details: {
        before: { limits: { maxLeverage: '10', priceBandRatio: '0.05' } },
        after: { limits: { maxLeverage: '4', priceBandRatio: '0.05', maxDailyLoss: '9000' } },
      },
    });
    expect(changesLine(limits, 'utc')).toBe('Leverage 10× → 4×, Daily loss — → 9,000.00');
    const state = (mode: string, epoch: number) => ({ tradingState: { mode, epoch, by: 'u', atMs: epoch } });
    const paused = entry({ details: { before: state('ACTIVE', 1), after: state('REDUCING', 2) } });
    expect(changesLine(paused, 'utc')).toBe('Trading state ACTIVE → REDUCING');
    const removed = entry({ details: { before: { uid: 'u', name: 'Bob', role: 'trader' } } });
    expect(changesLine(removed, 'utc')).toBe('Name Bob → —, Role trader → —');
  });

  it('says limits and instruments by their names', () => {
    expect(summaryOf({ summary: 'Ann changed risk limits of the desk: maxLeverage, priceBandRatio.' })).toBe(
      'Ann changed risk limits of the desk: leverage, price band.',
    );
    expect(summaryOf({ summary: 'Long BTC-USDT-PERP opened.' })).toBe('Long BTC-USDT perpetual opened.');
  });

  it('names what a command was asked', () => {
    const asked = entry({
      details: { payload: { accountId: 'main', instrumentId: 'BTC-USDT-PERP', quantity: '0.1' } },
    });
    expect(factsOf(asked, 'utc')).toEqual([
      { name: 'Instrument', value: 'BTC/USDT Perp' },
      { name: 'Quantity', value: '0.1' },
    ]);
  });

  it('quotes why a command failed', () => {
    expect(failureOf(entry({ details: { error: { code: 'retryable', message: 'The venue is closed.' } } }))).toBe(
      'The venue is closed.',
    );
    expect(failureOf(entry({}))).toBeUndefined();
  });
});
