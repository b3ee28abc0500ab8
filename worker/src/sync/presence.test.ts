import { presenceLapsedMs } from '@tapedeck/core';
import { watchedDesks } from './presence.ts';

describe('watchedDesks', () => {
  it('counts a desk as watched while one beat on it is fresh', () => {
    const present = [
      { deskId: 'a', uid: 'ada', atMs: 1_000 },
      { deskId: 'a', uid: 'bob', atMs: 90_000 },
      { deskId: 'b', uid: 'ada', atMs: 90_000 - presenceLapsedMs },
    ];
    expect([...watchedDesks(present, 90_000)]).toEqual(['a']);
  });
});
