import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { AppError } from '@tapedeck/core';
import { isClockError, toBrokerError } from './broker-errors.ts';

/** ccxt's own error classes, so that what is told apart here is what ccxt throws. */
const require = createRequire(import.meta.url);
const errors = require(join(dirname(dirname(require.resolve('ccxt'))), 'js/src/base/errors.js')) as Record<
  string,
  new (message: string) => Error
>;
const make = (name: string, message: string) => new errors[name]!(message);

const apiKey = 'PLANTEDKEY0123456789';
const secret = 'planted-secret-abcdef';
const signature = 'c0ffee00'.repeat(8);
const answer = (retCode: number, retMsg = 'said so') => `bybit ${JSON.stringify({ retCode, retMsg, result: {} })}`;
const status = (code: number) =>
  `bybit GET https://api.bybit.com/v5/position/list?category=linear&api_key=${apiKey} ${code} Oops <html>${secret}</html>`;
const read = (thrown: unknown, kind: 'read' | 'write' = 'read') =>
  toBrokerError(thrown, { venue: 'bybit', kind, secrets: [apiKey, secret] });

describe('toBrokerError', () => {
  it.each([
    ['AuthenticationError', answer(10003), 'unauthorized-at-broker', /does not know the API key/],
    ['AuthenticationError', answer(33004), 'unauthorized-at-broker', /expired/],
    ['PermissionDenied', answer(10010), 'unauthorized-at-broker', /from this address/],
    ['AccountSuspended', answer(10008), 'unauthorized-at-broker', /banned this user/],
    ['RateLimitExceeded', answer(10006, 'Too many visits!'), 'rate-limited', /code 10006: Too many visits!/],
    ['RateLimitExceeded', status(403), 'rate-limited', /region is barred/],
    ['InvalidNonce', answer(10002, 'invalid request'), 'retryable', /clock/],
    ['ExchangeNotAvailable', status(503), 'retryable', /HTTP 503/],
    ['OnMaintenance', status(503), 'retryable', /HTTP 503/],
    ['NetworkError', 'bybit GET https://x fetch failed: connect ECONNREFUSED 1.2.3.4:1', 'retryable', /ECONNREFUSED/],
    ['RequestTimeout', 'bybit GET https://x request timed out (5000 ms)', 'retryable', /timed out/],
    ['ExchangeError', answer(10016, 'Server error.'), 'retryable', /code 10016/],
    ['ExchangeError', answer(10000), 'retryable', /code 10000/],
    ['BadResponse', 'bybit returned rubbish', 'invalid-venue-data', /cannot be read/],
    ['BadRequest', answer(10001, 'symbol invalid'), 'rejected', /code 10001: symbol invalid/],
    ['InsufficientFunds', answer(110007, 'ab not enough'), 'rejected', /code 110007: ab not enough/],
    ['InvalidOrder', 'binance {"code":-1013,"msg":"Filter failure: LOT_SIZE"}', 'rejected', /-1013: Filter failure/],
    ['InvalidOrder', 'okx {"code":"1","data":[{"sCode":"51020","sMsg":"Too small."}]}', 'rejected', /51020: Too small/],
    [
      'InsufficientFunds',
      'kraken {"error":["EOrder:Insufficient funds"]}',
      'rejected',
      /\(EOrder:Insufficient funds\)/,
    ],
    ['NotSupported', 'bybit fetchX() is not supported yet', 'unsupported', /does not offer/],
  ])('reads %s (%s) as %s', (name, message, code, said) => {
    const error = read(make(name, message));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(said);
  });

  it.each([
    ['NetworkError', 'bybit POST https://x fetch failed'],
    ['RequestTimeout', 'bybit POST https://x request timed out (5000 ms)'],
    ['ExchangeNotAvailable', status(502)],
    ['ExchangeError', answer(10016)],
    ['ExchangeError', answer(10000)],
    ['BadRequest', answer(10014)],
    ['RequestTimeout', answer(170007)],
    ['ExchangeError', answer(170032)],
    ['NetworkError', 'bybit POST https://x fetch failed: read ECONNRESET'],
    ['NetworkError', 'bybit POST https://x fetch failed: socket hang up'],
    ['BadResponse', 'bybit returned rubbish'],
    ['BaseError', 'nobody knows'],
  ])('does not know what became of a write after %s', (name, message) => {
    expect(read(make(name, message), 'write').code).toBe('outcome-unknown');
  });

  it.each([
    ['RateLimitExceeded', answer(10006), 'rate-limited'],
    ['InvalidOrder', answer(110003), 'rejected'],
    ['PermissionDenied', answer(110065), 'rejected'],
    ['PermissionDenied', answer(170201), 'rejected'],
    ['ExchangeError', answer(10429), 'rate-limited'],
    ['RateLimitExceeded', answer(170222), 'rate-limited'],
    ['InvalidNonce', answer(10002), 'retryable'],
    ['NetworkError', 'bybit POST https://x fetch failed: ENOTSENT ECONNREFUSED', 'retryable'],
    ['NetworkError', 'bybit POST https://x fetch failed: ENOTSENT', 'retryable'],
    ['AuthenticationError', answer(10004), 'unauthorized-at-broker'],
  ])('knows that a write was refused after %s', (name, message, code) => {
    expect(read(make(name, message), 'write').code).toBe(code);
  });

  it("keeps the venue's code and sentence, and lets an AppError through", () => {
    expect(read(make('BadRequest', answer(10001))).details).toEqual({
      error: 'BadRequest',
      venueCode: '10001',
      venueMessage: 'said so',
    });
    const ours = new AppError('conflict', 'ours');
    expect(read(ours)).toBe(ours);
  });

  it.each([
    make(
      'AuthenticationError',
      answer(10004, `error sign! origin_string[1658384314791${apiKey}5000accountType=UNIFIED]`),
    ),
    make(
      'BadRequest',
      answer(10001, `key ${apiKey} sign ${signature} at https://api.bybit.com/v5/x?sign=${signature}`),
    ),
    make('ExchangeError', `bybit {"retCode":1,"retMsg":"${secret} origin_string[17${apiKey}"}`),
    make('ExchangeNotAvailable', status(500)),
    make('NetworkError', `bybit GET https://api.bybit.com/v5/x?apiKey=${apiKey} fetch failed`),
    new TypeError(`Invalid header ${secret} for wss://stream.bybit.com/v5/private?k=${apiKey} ${signature}`),
    `thrown as text: ${secret}`,
  ])('lets no key, signature, address or answer out (%#)', (thrown) => {
    const error = read(thrown);
    const everything = JSON.stringify([error.message, error.details, error.cause, error.stack]);
    for (const leak of [apiKey, secret, signature, 'https://', 'wss://', '?', '<html>', 'origin_string']) {
      expect(everything).not.toContain(leak);
    }
  });
});

describe('isClockError', () => {
  it('knows the venue complaint about the timestamp', () => {
    expect(isClockError(make('InvalidNonce', answer(10002)))).toBe(true);
    expect(isClockError(make('BadRequest', answer(10001)))).toBe(false);
    expect(isClockError('10002')).toBe(false);
  });
});
