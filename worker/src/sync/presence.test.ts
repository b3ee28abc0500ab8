import { presenceLapsedMs } from '@tapedeck/core';
import { Reach, watchedDesks, watchedInstruments } from './presence.ts';

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

describe('Reach', () => {
  it('holds nothing back while answers come', () => {
    const reach = new Reach(6_000, 0);
    expect(reach.heard(4_500)).toBe(false);
    expect(reach.missedMs(10_000)).toBe(0);
  });

  it('counts an outage, and for a while after it, as time in which nobody could beat', () => {
    const reach = new Reach(6_000, 0);
    expect(reach.missedMs(50_000)).toBe(50_000);
    expect(reach.heard(60_000)).toBe(true);
    expect(reach.missedMs(61_000)).toBe(60_000);
    for (let nowMs = 64_000; nowMs <= 84_000; nowMs += 4_000) expect(reach.heard(nowMs)).toBe(false);
    expect(reach.missedMs(84_999)).toBe(60_000);
    expect(reach.missedMs(85_000)).toBe(0);
  });
});
