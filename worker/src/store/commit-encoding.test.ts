import { Timestamp } from '@google-cloud/firestore';
import { decodeCommit, encodeCommit } from './commit-encoding.ts';

const database = 'projects/demo/databases/(default)';
const hex = (data: Record<string, unknown>) => encodeCommit(database, [{ path: 'a/b', data }], 16).toString('hex');

describe('encodeCommit', () => {
  it.each([
    ['a word', 'hi', '8a01026869'],
    ['letters beyond ASCII', 'é', '8a0102c3a9'],
    ['a whole number', 300, '10ac02'],
    ['a time in milliseconds', 1_760_000_000_000, '108080b3c19c33'],
    ['a negative number', -1, '10ffffffffffffffffff01'],
    ['a fraction', 0.5, '19000000000000e03f'],
    ['negative zero', -0, '190000000000000080'],
    ['true', true, '0801'],
    ['nothing', null, '5800'],
    ['a timestamp', new Timestamp(5, 6), '520408051006'],
    ['a list without its undefined entry', [1, undefined, 2], '4a080a0210010a021002'],
    ['a map without its undefined entry', { a: 1, b: undefined }, '32090a070a016112021001'],
  ])('writes %s as the wire format says', (_what, value, expected) => {
    expect(hex({ v: value })).toContain(expected);
  });

  it('writes the precondition and the stamped field', () => {
    const write = { path: 'a/b', data: {}, stamped: 'at', version: new Timestamp(1, 2) };
    const encoded = encodeCommit(database, [write], 16).toString('hex');
    expect(encoded).toContain('3a060a0261741001');
    expect(encoded).toContain('2206120408011002');
    expect(encodeCommit(database, [{ path: 'a/b', data: {}, version: null }], 16).toString('hex')).toContain(
      '22020800',
    );
  });

  it('keeps the order of the writes', () => {
    const encoded = encodeCommit(
      database,
      ['x/1', 'x/2'].map((path) => ({ path, data: {} })),
      16,
    ).toString('latin1');
    expect(encoded.indexOf('x/1')).toBeLessThan(encoded.indexOf('x/2'));
  });

  it('refuses what no document holds', () => {
    expect(() => hex({ v: new Map() })).toThrow('[object Map]');
  });
});

describe('decodeCommit', () => {
  it('reads the update time of each write, and takes the time of the commit where a write has none', () => {
    // Two results, one with transform results besides its time; then `commit_time`.
    const answered = '0a200a0c0889a0a1c90610c08cb7f80212021801120c8a010968c3a9c3a9c3a9c3a90a00120608071080897a';
    expect(decodeCommit(Buffer.from(answered, 'hex'))).toEqual([
      new Timestamp(1_764_249_609, 789_431_872),
      new Timestamp(7, 2_000_000),
    ]);
  });

  it('says that nothing is known when it cannot read the answer', () => {
    expect(() => decodeCommit(Buffer.from('0d00000000', 'hex'))).toThrow('unknown form');
    expect(() => decodeCommit(Buffer.from('0a00', 'hex'))).toThrow('without its time');
  });
});
