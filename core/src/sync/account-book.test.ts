import fc from 'fast-check';
import type { AccountSnapshot } from '../model/account.ts';
import type { Position } from '../model/position.ts';
import { AccountBook, pushHoldMs } from './account-book.ts';
import { toAccountReading } from './account-reading.ts';
import { aPosition, aReading } from './testing/readings.ts';

function aSnapshot(atMs: number, positions: readonly Position[], equity = '1000'): AccountSnapshot {
  const { balances } = aReading();
  return {
    figures: { equity },
    balances: [...balances.values()],
    positions: [...positions],
    venueMs: atMs,
    readMs: atMs,
  };
}

const btc = aPosition('BTC', '1');

function pushed(atMs: number, position: Position | undefined, id = btc.id) {
  return { positions: new Map([[id, position]]), venueMs: atMs, readMs: atMs };
}

function quantities(book: AccountBook): Record<string, string> {
  return Object.fromEntries([...(book.reading?.positions ?? [])].map(([id, position]) => [id, position.quantity]));
}

describe('AccountBook', () => {
  it('holds nothing before the first snapshot', () => {
    const book = new AccountBook();
    expect(book.applyPositions(pushed(1_000, btc))).toBe(false);
    expect(book.reading).toBeUndefined();
  });

  it('refuses a snapshot older than one already taken', () => {
    const book = new AccountBook();
    book.applySnapshot(aSnapshot(2_000, []), 1_990);
    expect(book.applySnapshot(aSnapshot(1_500, [btc]), 1_490)).toBe(false);
    expect(quantities(book)).toEqual({});
  });

  it('keeps its parts where a poll says what is known, and takes the time of the poll', () => {
    const book = new AccountBook();
    book.applySnapshot(aSnapshot(1_000, [btc]), 990);
    const before = book.reading;
    book.applySnapshot(structuredClone(aSnapshot(2_000, [btc])), 1_990);
    expect(book.reading?.positions).toBe(before?.positions);
    expect(book.reading?.balances).toBe(before?.balances);
    expect(book.reading).toMatchObject({ venueMs: 2_000, readMs: 2_000 });
  });

  it('takes every part of a poll that says something else, be it one figure, mark, structure or balance', () => {
    const [usdt] = aReading().balances.values();
    const others: Partial<AccountSnapshot>[] = [
      { figures: { equity: '1000', freeMargin: '5' } },
      { positions: [{ ...btc, markPrice: '101' }] },
      { positions: [{ ...btc, liquidationPrice: '50' }] },
      { positions: [{ ...btc, quantity: '2' }] },
      { positions: [{ ...btc, stopLoss: '90' }] },
      { positions: [] },
      { positions: [btc, aPosition('ETH', '1')] },
      { balances: usdt ? [{ ...usdt, locked: '1', free: '999' }] : [] },
      { balances: [] },
    ];
    for (const other of others) {
      const book = new AccountBook();
      book.applySnapshot(aSnapshot(1_000, [btc]), 990);
      const snapshot = { ...aSnapshot(2_000, [btc]), ...other };
      book.applySnapshot(snapshot, 1_990);
      expect(book.reading).toEqual(toAccountReading(snapshot));
    }
  });

  it('keeps a closed position closed when a poll that started before the push arrives after it', () => {
    const book = new AccountBook();
    book.applySnapshot(aSnapshot(1_000, [btc]), 990);
    book.applyPositions(pushed(5_000, undefined));
    book.applySnapshot({ ...aSnapshot(5_010, [btc]), readMs: 9_000 }, 4_990);
    expect(quantities(book)).toEqual({});
  });

  it('does not believe a lagging answer right after a push', () => {
    const book = new AccountBook();
    book.applySnapshot(aSnapshot(1_000, [btc]), 990);
    book.applyPositions(pushed(5_000, undefined));
    book.applySnapshot(aSnapshot(5_500, [btc]), 5_490);
    expect(quantities(book)).toEqual({});
  });

  it('does not believe a lagging answer that took its time either', () => {
    const book = new AccountBook();
    book.applySnapshot(aSnapshot(1_000, [btc]), 990);
    book.applyPositions(pushed(5_000, undefined));
    book.applySnapshot({ ...aSnapshot(6_400, [btc]), readMs: 7_900 }, 6_390);
    expect(quantities(book)).toEqual({});
  });

  it('believes the poll again once the push is old enough', () => {
    const book = new AccountBook();
    book.applySnapshot(aSnapshot(1_000, [btc]), 990);
    book.applyPositions(pushed(5_000, undefined));
    const laterMs = 5_000 + pushHoldMs;
    book.applySnapshot(aSnapshot(laterMs + 10, [btc]), laterMs);
    expect(quantities(book)).toEqual({ [btc.id]: '1' });
  });

  it('takes what a poll says of positions that no push touched', () => {
    const book = new AccountBook();
    book.applySnapshot(aSnapshot(1_000, [btc, aPosition('ETH', '3')]), 990);
    book.applyPositions(pushed(5_000, undefined));
    book.applySnapshot(aSnapshot(5_100, [btc, aPosition('ETH', '4')]), 5_090);
    expect(quantities(book)).toEqual({ 'ETH-USDT-PERP_net': '4' });
  });

  it('drops a push that arrives after a newer one', () => {
    const book = new AccountBook();
    book.applySnapshot(aSnapshot(1_000, []), 990);
    book.applyPositions(pushed(5_000, aPosition('BTC', '2')));
    expect(book.applyPositions({ ...pushed(4_900, btc), readMs: 5_100 })).toBe(false);
    expect(quantities(book)).toEqual({ [btc.id]: '2' });
  });

  it('does not step back between pushes of one millisecond, by the count that the venue gives them', () => {
    const book = new AccountBook();
    book.applySnapshot(aSnapshot(1_000, []), 990);
    const counted = (quantity: string, count: number) => ({
      ...pushed(5_000, aPosition('BTC', quantity)),
      sequences: new Map([[btc.id, count]]),
    });
    book.applyPositions(counted('2', 42));
    expect(book.applyPositions(counted('1', 41))).toBe(false);
    expect(quantities(book)).toEqual({ [btc.id]: '2' });
    expect(book.applyPositions(counted('3', 42))).toBe(true);
    expect(book.applyPositions({ ...counted('4', 41), venueMs: 5_001 })).toBe(true);
  });

  it('drops a push of something that happened before the newest poll was asked for', () => {
    const book = new AccountBook();
    book.applySnapshot(aSnapshot(6_000, []), 5_980);
    expect(book.applyPositions({ ...pushed(5_900, btc), readMs: 6_100 })).toBe(false);
    expect(quantities(book)).toEqual({});
  });

  it('takes a push of something that happened while the poll was being answered', () => {
    const book = new AccountBook();
    book.applySnapshot(aSnapshot(6_000, []), 5_980);
    expect(book.applyPositions({ ...pushed(5_990, btc), readMs: 6_001 })).toBe(true);
    expect(quantities(book)).toEqual({ [btc.id]: '1' });
  });

  it('keeps the figures that a wallet event does not carry', () => {
    const book = new AccountBook();
    book.applySnapshot({ ...aSnapshot(1_000, []), figures: { equity: '1000', unrealisedPnl: '7' } }, 990);
    book.applyWallet({ balances: [], figures: { equity: '1100' }, venueMs: 2_000, readMs: 2_000 });
    expect(book.reading?.figures).toEqual({ equity: '1100', unrealisedPnl: '7' });
  });

  it('keeps the wallet of a push when a poll that started before it arrives after it', () => {
    const book = new AccountBook();
    book.applySnapshot(aSnapshot(1_000, []), 990);
    book.applyWallet({ balances: [], figures: { equity: '900' }, venueMs: 5_000, readMs: 5_000 });
    book.applySnapshot({ ...aSnapshot(5_010, [], '1000'), readMs: 5_020 }, 4_980);
    expect(book.reading?.figures.equity).toBe('900');
  });

  it('follows the venue’s clock when that is set back', () => {
    const book = new AccountBook();
    book.applySnapshot(aSnapshot(60_000, []), 59_990);
    book.applyPositions(pushed(60_100, btc));
    expect(book.applySnapshot({ ...aSnapshot(55_500, []), readMs: 60_500 }, 60_490)).toBe(true);
    expect(quantities(book)).toEqual({});
    expect(book.reading?.venueMs).toBe(55_500);
    expect(book.applyPositions({ ...pushed(55_700, btc), readMs: 60_700 })).toBe(true);
    expect(quantities(book)).toEqual({ [btc.id]: '1' });
  });

  it('believes polls after the worker’s own clock was set back', () => {
    const book = new AccountBook();
    book.applySnapshot(aSnapshot(3_600_000, [], '1000'), 3_599_990);
    book.applyWallet({ balances: [], figures: { equity: '900' }, venueMs: 3_600_100, readMs: 3_600_100 });
    book.applyPositions(pushed(3_600_100, btc));
    book.applySnapshot({ ...aSnapshot(3_605_000, [], '800'), readMs: 5_000 }, 4_990);
    expect(book.reading?.figures.equity).toBe('800');
    expect(quantities(book)).toEqual({});
  });

  it('ends at the true positions however pushes are delayed, doubled and mixed with polls', () => {
    const change = fc.record({ quantity: fc.integer({ min: 0, max: 9 }), delayMs: fc.integer({ min: 0, max: 400 }) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), fc.boolean(), (changes, doubled) => {
        const book = new AccountBook();
        book.applySnapshot(aSnapshot(1_000, []), 990);
        const truth = (atMs: number) => {
          const done = changes.filter((_, index) => 2_000 + index * 250 <= atMs).at(-1)?.quantity ?? 0;
          return done === 0 ? [] : [aPosition('BTC', String(done))];
        };
        const arrivals = changes.flatMap(({ quantity, delayMs }, index) => {
          const venueMs = 2_000 + index * 250;
          const position = quantity === 0 ? undefined : aPosition('BTC', String(quantity));
          const push = { positions: new Map([[btc.id, position]]), venueMs, readMs: venueMs + delayMs };
          const deliver = { atMs: push.readMs, run: () => void book.applyPositions(push) };
          return doubled ? [deliver, { ...deliver, atMs: deliver.atMs + 90 }] : [deliver];
        });
        const lastMs = 2_000 + changes.length * 250;
        for (let atMs = 2_100; atMs <= lastMs + 5_000; atMs += 300) {
          const answeredMs = atMs + 40;
          arrivals.push({
            atMs: answeredMs + 20,
            run: () =>
              void book.applySnapshot({ ...aSnapshot(answeredMs, truth(answeredMs)), readMs: answeredMs + 20 }, atMs),
          });
        }
        for (const { run } of arrivals.toSorted((a, b) => a.atMs - b.atMs)) run();
        expect([...(book.reading?.positions.values() ?? [])]).toEqual(truth(lastMs));
      }),
    );
  });
});
