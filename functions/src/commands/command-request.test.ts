import { commandTypes } from '@tapedeck/core';
import { checkExpiry, clockToleranceMs, parseCommandRequest, type CheckedRequest } from './command-request.ts';

const nowMs = 1_764_000_000_000;

function forceSync(parts: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    deskId: 'desk-1',
    commandId: 'command-00000001',
    type: 'forceSync',
    payload: { accountId: 'account-1' },
    sentAtMs: nowMs,
    ...parts,
  };
}

test('a well formed request names its account and its type', () => {
  expect(parseCommandRequest(forceSync())).toMatchObject({
    accountId: 'account-1',
    commandType: commandTypes.forceSync,
  });
});

test.each([
  [undefined, 'request'],
  [forceSync({ commandId: 'short' }), 'commandId'],
  [forceSync({ payload: {} }), 'payload.accountId'],
  [forceSync({ payload: { accountId: 'a', force: true } }), 'payload'],
  [forceSync({ sentAtMs: '1' }), 'sentAtMs'],
  [forceSync({ deskId: '../x' }), 'deskId'],
])('the refusal of %j names %s', (data, field) => {
  expect(() => parseCommandRequest(data)).toThrow(`The command is not well formed: ${field}: `);
});

const sentAt = (sentAtMs: number): CheckedRequest => parseCommandRequest(forceSync({ sentAtMs }));

describe('expiry', () => {
  test('a command is good for its time from when it was sent', () => {
    expect(checkExpiry(sentAt(nowMs - 1_000), nowMs)).toBe(nowMs + 59_000);
  });

  test('a clock slightly ahead gains no time', () => {
    expect(checkExpiry(sentAt(nowMs + clockToleranceMs), nowMs)).toBe(nowMs + 60_000);
  });

  test('a clock further ahead is refused', () => {
    expect(() => checkExpiry(sentAt(nowMs + clockToleranceMs + 1), nowMs)).toThrow("This device's clock is 5 s ahead.");
  });

  test('the last millisecond is in time, the next is not', () => {
    expect(checkExpiry(sentAt(nowMs - 59_999), nowMs)).toBe(nowMs + 1);
    expect(() => checkExpiry(sentAt(nowMs - 60_000), nowMs)).toThrow('It was not run. Send it again');
  });
});
