import { AppError } from '@tapedeck/core';
import { describeError } from './log.ts';

describe('describeError', () => {
  it('tells of an expected failure by code and sentence', () => {
    const error = new AppError('retryable', 'The venue does not answer.', { details: { headers: 'secret' } });
    expect(describeError(error)).toEqual({ code: 'retryable', message: 'The venue does not answer.' });
  });

  it('keeps the stack of a defect', () => {
    expect(describeError(new TypeError('x is not a function'))).toMatchObject({
      message: 'x is not a function',
      stack: expect.stringContaining('TypeError'),
    });
  });
});
