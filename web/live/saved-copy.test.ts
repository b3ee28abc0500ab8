import type { Observer } from './keep-subscribed.ts';
import { createCopySaver, forgetSavedCopies, keepSavedCopies, readSavedCopy, withSavedCopy } from './saved-copy.ts';
import type { Sourced } from './use-resource.ts';

const path = ['kind', 'desk'];
const save = (value: number) => ({ value });
const read = () => readSavedCopy(path, (stored) => (stored as { value: number }).value);

beforeEach(() => {
  jest.useFakeTimers();
  localStorage.clear();
  keepSavedCopies();
});
afterEach(() => jest.useRealTimers());

test('what was put last is read back', () => {
  const saver = createCopySaver(path, save);
  saver.put(1);
  saver.put(2);
  saver.end();
  expect(read()).toBe(2);
});

test('nothing is written while values arrive: the first after a second, then the newest every ten', () => {
  const saver = createCopySaver(path, save);
  saver.put(1);
  expect(read()).toBeUndefined();
  jest.advanceTimersByTime(1_000);
  expect(read()).toBe(1);
  saver.put(6);
  saver.put(7);
  jest.advanceTimersByTime(9_900);
  expect(read()).toBe(1);
  jest.advanceTimersByTime(100);
  expect(read()).toBe(7);
  saver.end();
});

test('leaving the page writes at once', () => {
  const saver = createCopySaver(path, save);
  saver.put(3);
  dispatchEvent(new Event('pagehide'));
  expect(read()).toBe(3);
  saver.end();
});

test('a copy that cannot be read is none', () => {
  localStorage.setItem('tapedeck.saved/kind/desk', '{"value":');
  expect(read()).toBeUndefined();
});

test('signing out removes every copy and nothing else', () => {
  localStorage.setItem('tapedeck.preferences', '{}');
  const saver = createCopySaver(path, save);
  saver.put(1);
  saver.end();
  forgetSavedCopies();
  expect(Object.keys(localStorage)).toEqual(['tapedeck.preferences']);
});

test('after somebody signed out nothing is written: neither what waited nor what still arrives', () => {
  const saver = createCopySaver(path, save);
  saver.put(1);
  forgetSavedCopies();
  dispatchEvent(new Event('pagehide'));
  saver.put(2);
  saver.end();
  expect(localStorage).toHaveLength(0);
});

test('who signs in afterwards has copies again', () => {
  forgetSavedCopies();
  keepSavedCopies();
  const saver = createCopySaver(path, save);
  saver.put(1);
  saver.end();
  expect(read()).toBe(1);
});

describe('a resource with a saved copy', () => {
  /** Follows a resource until it is ended; `told` is what came so far. */
  function follow() {
    let source: Observer<Sourced<number | undefined>> | undefined;
    const told: Sourced<number | undefined>[] = [];
    const end = withSavedCopy<number | undefined>(path, (observer) => {
      source = observer;
      return () => undefined;
    })({ next: (sourced) => told.push(sourced), fail: () => undefined });
    return { told, end, next: (value: number | undefined, saved: boolean) => source?.next({ value, saved }) };
  }

  test('is told as this device saw it last, before its source says anything', () => {
    const first = follow();
    expect(first.told).toEqual([]);
    first.next(5, false);
    first.end();
    expect(follow().told).toEqual([{ value: 5, saved: true }]);
  });

  test('keeps only what the server has confirmed', () => {
    const first = follow();
    first.next(5, true);
    first.end();
    expect(follow().told).toEqual([]);
  });

  test('is not told again out of the cache of its source', () => {
    const first = follow();
    first.next(5, false);
    first.end();
    const second = follow();
    second.next(4, true);
    second.next(6, false);
    expect(second.told).toEqual([
      { value: 5, saved: true },
      { value: 6, saved: false },
    ]);
  });

  test('without a copy is told out of the cache of its source', () => {
    const { told, next } = follow();
    next(4, true);
    expect(told).toEqual([{ value: 4, saved: true }]);
  });

  test('has none once the server says that there is nothing', () => {
    const first = follow();
    first.next(5, false);
    first.end();
    const second = follow();
    second.next(undefined, false);
    second.end();
    expect(follow().told).toEqual([]);
  });
});

test('what the server confirms as it was stays the same object', () => {
  const told: Sourced<{ seq: number }>[] = [];
  const watchOnce = (seq: number) =>
    withSavedCopy<{ seq: number }>(path, (observer) => {
      observer.next({ value: { seq }, saved: false });
      return () => undefined;
    })({ next: (sourced) => told.push(sourced), fail: () => undefined });
  watchOnce(1)();
  watchOnce(1)();
  watchOnce(2)();
  expect(told.map(({ value, saved }) => [value.seq, saved])).toEqual([
    [1, false],
    [1, true],
    [1, false],
    [1, true],
    [2, false],
  ]);
  expect(told[2]?.value).toBe(told[1]?.value);
});
