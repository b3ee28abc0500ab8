import { presenceLapsedMs } from '@tapedeck/core';
import { watchedDesks, watchedInstruments } from './presence.ts';

const lapsed = 90_000 - presenceLapsedMs;

describe('watchedDesks', () => {
  it('counts a desk as watched while one beat on it is fresh', () => {
    const present = [
      { deskId: 'a', uid: 'ada', atMs: 1_000, watching: [] },
      { deskId: 'a', uid: 'bob', atMs: 90_000, watching: [] },
      { deskId: 'b', uid: 'ada', atMs: lapsed, watching: [] },
    ];
    expect([...watchedDesks(present, 90_000)]).toEqual(['a']);
  });
});

describe('watchedInstruments', () => {
  it('gathers by venue what fresh beats name, once each', () => {
    const present = [
      {
        deskId: 'a',
        uid: 'ada',
        atMs: 90_000,
        watching: ['bybit-simulated/BTC-USDT-PERP', 'bybit-live/BTC-USDT-PERP'],
      },
      { deskId: 'b', uid: 'bob', atMs: 80_000, watching: ['bybit-simulated/BTC-USDT-PERP'] },
      { deskId: 'b', uid: 'eve', atMs: lapsed, watching: ['bybit-simulated/ETH-USDT-PERP'] },
    ];
    expect(watchedInstruments(present, 90_000)).toEqual(
      new Map([
        ['bybit-simulated', new Set(['BTC-USDT-PERP'])],
        ['bybit-live', new Set(['BTC-USDT-PERP'])],
      ]),
    );
  });

  it('leaves out what names no instrument of a venue', () => {
    const present = [{ deskId: 'a', uid: 'ada', atMs: 90_000, watching: ['BTC-USDT-PERP', '/x', 'x/'] }];
    expect(watchedInstruments(present, 90_000).size).toBe(0);
  });
});
