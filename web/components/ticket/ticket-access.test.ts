import type { LiveTradingDocument } from '@tapedeck/core/documents/trading-documents';
import type { TradingState } from '@tapedeck/core/documents/desk-document';
import { bindingStateOf } from '@/live/trading-state.ts';
import { ticketOffReason } from './ticket-access.ts';

const state = (mode: TradingState['mode']): TradingState => ({ mode, epoch: 1, by: 'olivia', atMs: 0 });
const binding = bindingStateOf(state('ACTIVE'), state('ACTIVE'));
const account = {};
const trading = (parts: Partial<LiveTradingDocument>) =>
  ({ state: 'ready', ...parts }) as Pick<LiveTradingDocument, 'state' | 'message'> as LiveTradingDocument;

describe('the state that binds an account', () => {
  it('is the stricter of the desk’s and its own', () => {
    const scopeOf = (desk: TradingState['mode'], own: TradingState['mode']) =>
      bindingStateOf(state(desk), state(own)).scope;
    expect(scopeOf('ACTIVE', 'REDUCING')).toBe('account');
    expect(scopeOf('HALTED', 'REDUCING')).toBe('desk');
    expect(scopeOf('REDUCING', 'REDUCING')).toBe('desk');
  });
});

describe('ticketOffReason', () => {
  it('lets orders go to an account that trades, also while it is reducing or unknown yet', () => {
    expect(ticketOffReason({ account, binding, trading: trading({}) })).toBeUndefined();
    expect(ticketOffReason({ account, binding, trading: undefined })).toBeUndefined();
    const reducing = bindingStateOf(state('REDUCING'), state('ACTIVE'));
    expect(ticketOffReason({ account, binding: reducing, trading: trading({}) })).toBeUndefined();
  });

  it('says what halts, and where', () => {
    const ofDesk = bindingStateOf(state('HALTED'), state('ACTIVE'));
    const ofAccount = bindingStateOf(state('ACTIVE'), state('HALTED'));
    expect(ticketOffReason({ account, binding: ofDesk, trading: undefined })).toMatch(/this desk is HALTED/);
    expect(ticketOffReason({ account, binding: ofAccount, trading: undefined })).toMatch(/this account is HALTED/);
  });

  it('says what the account itself does not allow', () => {
    const by = { by: 'olivia', atMs: 0 };
    expect(ticketOffReason({ account: { disabled: by }, binding, trading: undefined })).toMatch(/switched off/);
    expect(ticketOffReason({ account: { paused: by }, binding, trading: undefined })).toMatch(/paused/);
    const readOnly = trading({ state: 'read-only', message: 'The key may only read.' });
    expect(ticketOffReason({ account, binding, trading: readOnly })).toBe('The key may only read.');
  });
});
