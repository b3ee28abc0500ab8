import { AppError, errorCodes } from '@tapedeck/core';
import { logger } from 'firebase-functions';
import { toHttpsError } from './http-error.ts';

const logged: unknown[] = [];
const write = logger.error;

beforeEach(() => {
  logged.length = 0;
  Object.assign(logger, { error: (...parts: unknown[]) => logged.push(parts) });
});

afterEach(() => {
  Object.assign(logger, { error: write });
});

test.each(errorCodes)('%s has its status, and names itself in the details', (code) => {
  const error = toHttpsError(new AppError(code, 'A sentence.'));
  expect(error.details).toMatchObject({ code });
  expect(error.httpErrorCode.status).toBeGreaterThanOrEqual(400);
});

test('only what is ours to mend is answered with a server error', () => {
  const ours = errorCodes.filter((code) => toHttpsError(new AppError(code, 'x')).httpErrorCode.status >= 500);
  expect(ours).toEqual(['retryable', 'outcome-unknown', 'invalid-venue-data', 'internal']);
});

test('a refusal keeps its sentence and its values', () => {
  const error = toHttpsError(new AppError('rate-limited', 'Slow down.', { details: { waitMs: 300 } }));
  expect(error.toJSON()).toEqual({
    status: 'RESOURCE_EXHAUSTED',
    message: 'Slow down.',
    details: { code: 'rate-limited', waitMs: 300 },
  });
  expect(logged).toEqual([]);
});

test('a value named code cannot stand for the code of the refusal', () => {
  const error = toHttpsError(new AppError('forbidden', 'No.', { details: { code: 'internal' } }));
  expect(error.details).toEqual({ code: 'forbidden' });
});

test.each([
  new Error('secret of the server'),
  new AppError('internal', 'secret of the server'),
  'secret of the server',
])('what went wrong inside is logged and not told: %s', (thrown) => {
  const error = toHttpsError(thrown);
  expect(JSON.stringify(error)).not.toContain('secret');
  expect(error.toJSON()).toMatchObject({ status: 'INTERNAL', details: { code: 'internal' } });
  expect(logged).toEqual([['request failed', thrown]]);
});

test('a busy database is told as such', () => {
  const busy = Object.assign(new Error('10 ABORTED: too much contention'), { code: 10 });
  expect(toHttpsError(busy).toJSON()).toEqual({
    status: 'UNAVAILABLE',
    message:
      'The database is busy, and it is not known whether this was stored. ' +
      'Send it again with the same id: a repeat is never run twice.',
    details: { code: 'retryable' },
  });
});
