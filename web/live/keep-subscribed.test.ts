import type { AppError } from '@tapedeck/core/app-error';
import { keepSubscribed, toListenerError } from './keep-subscribed.ts';

const settle = async () => {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
};

/** A source that counts its listeners and fails on demand. */
function createSource() {
  const source = {
    opened: 0,
    open: 0,
    tell: (_value: string) => {},
    fail: (_thrown: unknown) => {},
  };
  const open = (next: (value: string) => void, fail: (thrown: unknown) => void) => {
    source.opened += 1;
    source.open += 1;
    source.tell = next;
    source.fail = fail;
    return Promise.resolve(() => {
      source.open -= 1;
    });
  };
  return { source, open };
}

describe('keepSubscribed', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('opens a listener again after it failed, and goes on telling values', async () => {
    const { source, open } = createSource();
    const values: string[] = [];
    const errors: AppError[] = [];
    keepSubscribed(open, { next: (value) => values.push(value), fail: (error) => errors.push(error) });
    await settle();
    source.tell('a');
    source.fail(Object.assign(new Error('gave up'), { code: 'unavailable' }));
    jest.advanceTimersByTime(1_000);
    await settle();
    source.tell('b');
    expect(values).toEqual(['a', 'b']);
    expect(errors.map(({ code }) => code)).toEqual(['retryable']);
    expect(source.opened).toBe(2);
    expect(source.open).toBe(1);
  });

  it('waits longer after each failure in a row', async () => {
    const { source, open } = createSource();
    keepSubscribed(open, { next: () => {}, fail: () => {} });
    for (let failure = 0; failure < 6; failure += 1) {
      await settle();
      source.fail(new Error('down'));
      jest.advanceTimersByTime(700);
    }
    expect(source.opened).toBeLessThan(5);
  });

  it('asks seldom once it was told that it may not read', async () => {
    const { source, open } = createSource();
    const errors: AppError[] = [];
    keepSubscribed(open, { next: () => {}, fail: (error) => errors.push(error) });
    await settle();
    source.fail(Object.assign(new Error('no'), { code: 'permission-denied' }));
    jest.advanceTimersByTime(29_000);
    await settle();
    expect(source.opened).toBe(1);
    expect(errors[0]?.code).toBe('forbidden');
    jest.advanceTimersByTime(2_000);
    await settle();
    expect(source.opened).toBe(2);
  });

  it('closes a listener that opens only after it was unsubscribed from', async () => {
    const { source, open } = createSource();
    keepSubscribed(open, { next: () => {}, fail: () => {} })();
    await settle();
    expect(source.open).toBe(0);
  });
});

describe('toListenerError', () => {
  it('tells somebody who was removed what to do', () => {
    expect(toListenerError({ code: 'permission-denied' }).message).toMatch(/removed.*Ask its owner/);
  });
});
