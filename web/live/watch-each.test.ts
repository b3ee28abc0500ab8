import { AppError } from '@tapedeck/core/app-error';
import type { Observer } from './keep-subscribed.ts';
import type { Sourced } from './use-resource.ts';
import { watchEach } from './watch-each.ts';

function start(ids: readonly string[]) {
  const parts = new Map<string, Observer<Sourced<string>>>();
  const told: (string | readonly [string, string][])[] = [];
  const ended: string[] = [];
  const end = watchEach<string>(ids, (id) => (observer) => {
    parts.set(id, observer);
    return () => ended.push(id);
  })({
    next: ({ value }) => told.push([...value].map(([id, sourced]) => [id, sourced.value])),
    fail: ({ message }) => told.push(message),
  });
  const say = (id: string, value: string) => parts.get(id)?.next({ value, saved: false });
  const fail = (id: string) => parts.get(id)?.fail(new AppError('retryable', `${id} is away.`));
  return { told, ended, end, say, fail };
}

describe('watchEach', () => {
  it('tells nothing until each of them has answered, then every change', () => {
    const { told, say } = start(['a', 'b']);
    say('a', '1');
    expect(told).toEqual([]);
    say('b', '2');
    say('a', '3');
    expect(told).toEqual([
      [
        ['a', '1'],
        ['b', '2'],
      ],
      [
        ['a', '3'],
        ['b', '2'],
      ],
    ]);
  });

  it('tells what there is and the failure of another, again after each change', () => {
    const { told, say, fail } = start(['a', 'b']);
    fail('b');
    say('a', '1');
    expect(told).toEqual([[['a', '1']], 'b is away.']);
  });

  it('answers at once for none, and ends all of them', () => {
    expect(start([]).told).toEqual([[]]);
    const { ended, end } = start(['a', 'b']);
    end();
    expect(ended).toEqual(['a', 'b']);
  });
});
