import { actOffReason, type Act, type TradingAccess } from './trading-access.ts';

const open: TradingAccess = { commandOff: undefined, mode: 'ACTIVE', trading: undefined, prices: 'live' };
const acts: readonly Act[] = ['cancel', 'exit', 'entry', 'market-entry'];
const trading = (parts: object) => ({ state: 'ready', blocked: {}, ...parts }) as TradingAccess['trading'];
const offOf = (access: Partial<TradingAccess>) =>
  acts.filter((act) => actOffReason({ ...open, ...access }, act, 'BTC-USDT-PERP') !== undefined);

describe('actOffReason', () => {
  it('lets everything through while nothing stands against it', () => {
    expect(offOf({})).toEqual([]);
  });

  it('lets nothing through where no command goes, or the account can only be read', () => {
    expect(offOf({ commandOff: 'Not possible offline.' })).toEqual(acts);
    expect(offOf({ trading: trading({ state: 'read-only', message: 'The key may not trade.' }) })).toEqual(acts);
  });

  it('lets only cancels through while halted, and exits too while reducing', () => {
    expect(offOf({ mode: 'HALTED' })).toEqual(['exit', 'entry', 'market-entry']);
    expect(offOf({ mode: 'REDUCING' })).toEqual(['entry', 'market-entry']);
  });

  it('never keeps an exit back for what is not known or old', () => {
    const blocked = { 'BTC-USDT-PERP': { reason: 'an order has no answer yet.', sinceMs: 0 } };
    expect(offOf({ trading: trading({ state: 'reconciling' }) })).toEqual(['entry', 'market-entry']);
    expect(offOf({ trading: trading({ blocked }) })).toEqual(['entry', 'market-entry']);
    for (const prices of ['delayed', 'stale', 'saved', 'held', 'paused'] as const) {
      expect(offOf({ prices })).toEqual(['market-entry']);
    }
  });

  it('takes prices that move every 5 s for young enough, and says where slower ones are made live', () => {
    expect(offOf({ prices: 'paced' })).toEqual([]);
    const off = actOffReason({ ...open, prices: 'held' }, 'market-entry', 'BTC-USDT-PERP');
    expect(off).toContain('Set the rate to live in Settings.');
  });
});
