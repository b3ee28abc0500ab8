import { commandStatuses, isFinal, mayFollow } from './command-document.ts';

describe('a command', () => {
  it('only moves forward', () => {
    expect(mayFollow('pending', 'claimed')).toBe(true);
    expect(mayFollow('executing', 'pending')).toBe(false);
    expect(mayFollow('claimed', 'claimed')).toBe(false);
  });

  it('leaves unknown for a known end', () => {
    expect(mayFollow('executing', 'unknown')).toBe(true);
    expect(mayFollow('unknown', 'succeeded')).toBe(true);
    expect(mayFollow('unknown', 'executing')).toBe(false);
  });

  it('never leaves a known end', () => {
    for (const from of commandStatuses.filter(isFinal)) {
      for (const to of commandStatuses) expect(mayFollow(from, to)).toBe(false);
    }
  });
});
