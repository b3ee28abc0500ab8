import fc from 'fast-check';
import { isSameValue } from './same-value.ts';

describe('isSameValue', () => {
  it('takes a copy for the same, and a copy with one value more for another', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), fc.string(), (data, name) => {
        const copy = JSON.parse(JSON.stringify(data)) as Record<string, unknown>;
        const plain = JSON.parse(JSON.stringify(data)) as Record<string, unknown>;
        expect(isSameValue(plain, copy)).toBe(true);
        expect(isSameValue(plain, { ...copy, [name]: ['other', copy[name]] })).toBe(false);
      }),
    );
  });

  it('finds a field that is missing', () => {
    expect(isSameValue({ a: 1, b: undefined }, { a: 1, c: undefined })).toBe(false);
    expect(isSameValue([1, 2], [1])).toBe(false);
    expect(isSameValue(null, {})).toBe(false);
  });

  it('never takes two instances of a class for one', () => {
    expect(isSameValue(new Date(1), new Date(1))).toBe(false);
  });
});
