import { commandTypes, type CommandType, type DeskDocument, type TradingMode, type TradingState } from '@tapedeck/core';
import { checkTradingState, requireAccount, requireRole } from './command-permission.ts';

function stateOf(mode: TradingMode, reason?: string): TradingState {
  return { mode, epoch: 3, by: 'u1', atMs: 1, ...(reason ? { reason } : {}) };
}

const desk: DeskDocument = {
  name: 'Desk',
  members: { o: 'owner', v: 'viewer' },
  people: {},
  tradingState: stateOf('ACTIVE'),
  createdAtMs: 1,
};

describe('role', () => {
  test('a member with the role may send', () => {
    expect(requireRole(desk, 'o', commandTypes.forceSync)).toBe('owner');
  });

  test('a member without it is told which would do', () => {
    expect(() => requireRole(desk, 'v', commandTypes.forceSync)).toThrow(
      'needs the role owner or trader; you are viewer',
    );
  });

  test.each(['x', 'toString', '__proto__', 'constructor'])('%s is no member', (uid) => {
    expect(() => requireRole(desk, uid, commandTypes.forceSync)).toThrow('You are no member of this desk');
  });

  test('a desk that does not exist is told like one of others', () => {
    expect(() => requireRole(undefined, 'o', commandTypes.forceSync)).toThrow('You are no member of this desk');
  });
});

describe('trading state', () => {
  const entry: CommandType = { ...commandTypes.forceSync, title: 'Buy', modes: ['ACTIVE'] };

  test('a command that sends nothing to a venue passes in every mode', () => {
    expect(() => checkTradingState(commandTypes.forceSync, stateOf('HALTED'))).not.toThrow();
  });

  test('one that does passes where its mode is let through', () => {
    expect(() => checkTradingState(entry, stateOf('ACTIVE'), stateOf('ACTIVE'))).not.toThrow();
  });

  test('the desk or the account alone holds it back', () => {
    const message = 'Trading is HALTED (stop pressed), so "Buy" was refused. Nothing was sent. Resume trading first.';
    expect(() => checkTradingState(entry, stateOf('HALTED', 'stop pressed'), stateOf('ACTIVE'))).toThrow(message);
    expect(() => checkTradingState(entry, stateOf('ACTIVE'), stateOf('HALTED', 'stop pressed'))).toThrow(message);
  });
});

test('an account that is not there is named', () => {
  expect(() => requireAccount(undefined, 'a-1')).toThrow('There is no account "a-1" on this desk.');
});
