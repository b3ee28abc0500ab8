import { settle } from '../testing/fake-clock.ts';
import { Turns } from './turns.ts';

test('so many run at once, and what finishes something goes before what begins', async () => {
  const turns = new Turns(2);
  const started: string[] = [];
  const finish = new Map<string, () => void>();
  const run = (turn: 'first' | 'later', name: string) =>
    turns.run(turn, () => {
      started.push(name);
      return new Promise<void>((resolve) => finish.set(name, resolve));
    });
  for (const name of ['claim-1', 'claim-2', 'claim-3']) void run('later', name);
  void run('first', 'end-1');
  await settle();
  expect(started).toEqual(['claim-1', 'claim-2']);
  finish.get('claim-1')?.();
  await settle();
  expect(started.at(-1)).toBe('end-1');
  finish.get('end-1')?.();
  await settle();
  expect(started.at(-1)).toBe('claim-3');
});

test('work that fails gives its place to the next', async () => {
  const turns = new Turns(1);
  await expect(turns.run('first', () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  await expect(turns.run('first', () => Promise.resolve('next'))).resolves.toBe('next');
});
