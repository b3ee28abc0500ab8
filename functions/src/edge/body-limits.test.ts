import * as fc from 'fast-check';
import { checkBody, maxBodyBytes } from './body-limits.ts';

function nest(depth: number): unknown {
  return Array.from({ length: depth }).reduce<unknown>((inner) => [inner], 'x');
}

test('an ordinary command passes', () => {
  const data = { deskId: 'd', payload: { accountId: 'a', sync: { pollMs: 500 } }, sentAtMs: 1 };
  expect(() => checkBody({ data }, 200)).not.toThrow();
});

test('a body over the limit is refused with both sizes', () => {
  expect(() => checkBody({}, maxBodyBytes + 1)).toThrow('The request is 8193 bytes long; 8192 is the most.');
});

test('a body at the limit passes', () => {
  expect(() => checkBody({}, maxBodyBytes)).not.toThrow();
});

test('12 levels pass and 13 do not', () => {
  expect(() => checkBody(nest(12), 100)).not.toThrow();
  expect(() => checkBody(nest(13), 100)).toThrow('nested more than 12 levels deep');
});

test('100,000 levels are refused without running out of stack', () => {
  expect(() => checkBody(nest(100_000), 100)).toThrow('nested more than 12 levels deep');
});

test('an @type anywhere is refused', () => {
  expect(() => checkBody({ data: [{ a: { '@type': 'x' } }] }, 100)).toThrow('"@type"');
});

test.each([
  ['half a character', { data: { reason: 'a\ud800' } }],
  ['a control character', { data: ['a\u0000'] }],
  ['half a character in a name', { data: { 'a\udc00': 1 } }],
])('%s is refused', (_title, body) => {
  expect(() => checkBody(body, 100)).toThrow('characters that are no text. Nothing was sent.');
});

test('any language, emoji and line ends pass', () => {
  expect(() => checkBody({ data: { reason: '価格\n\tстоп 💥' } }, 100)).not.toThrow();
});

test('whatever JSON brings, it passes or is refused as invalid input', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 20 }), (body) => {
      try {
        checkBody(body, 100);
      } catch (error) {
        expect(error).toMatchObject({ code: 'invalid-input' });
      }
    }),
  );
});
