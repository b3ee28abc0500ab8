import { createUpdateGate } from './update-gate.ts';

describe('the update gate', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('shows each value at once at the rate "live"', () => {
    const shown: (number | undefined)[] = [];
    const gate = createUpdateGate<number>('live', () => shown.push(gate.shown()));
    gate.push(1);
    gate.push(2);
    expect(shown).toEqual([1, 2]);
  });

  it('shows the newest value every 5 s and drops those between', () => {
    const shown: (number | undefined)[] = [];
    const gate = createUpdateGate<number>('5s', () => shown.push(gate.shown()));
    gate.push(1);
    gate.push(2);
    gate.push(3);
    expect(shown).toEqual([1]);
    jest.advanceTimersByTime(5_000);
    expect(shown).toEqual([1, 3]);
    jest.advanceTimersByTime(5_000);
    expect(shown).toEqual([1, 3]);
    gate.close();
  });

  it('shows the first value even while paused, and knows the newest', () => {
    const gate = createUpdateGate<number>('paused', () => {});
    gate.push(1);
    gate.push(2);
    expect([gate.shown(), gate.newest()]).toEqual([1, 2]);
    gate.setRate('live');
    expect(gate.shown()).toBe(2);
  });

  it('lets a provisional value give way at once, even while paused', () => {
    const gate = createUpdateGate<string>(
      'paused',
      () => {},
      (value) => value === 'saved copy',
    );
    gate.push('saved copy');
    gate.push('first of the server');
    expect(gate.shown()).toBe('first of the server');
    gate.push('second');
    expect(gate.shown()).toBe('first of the server');
  });
});
