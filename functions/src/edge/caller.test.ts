import { requireCaller, toCaller } from './caller.ts';

test('a person is called by the name of the profile', () => {
  const claims = { uid: 'u1', token: { name: '  Ada \n Lovelace ', email: 'ada@example.com' } };
  expect(toCaller(claims)).toEqual({ uid: 'u1', name: 'Ada Lovelace', email: 'ada@example.com' });
});

test('a person without one is called by the e-mail address', () => {
  expect(toCaller({ uid: 'u1', token: { email: 'ada@example.com' } })?.name).toBe('ada');
});

test('a person with neither still has a name', () => {
  expect(toCaller({ uid: 'u1', token: { name: 7 } })).toEqual({ uid: 'u1', name: 'New trader' });
});

test('a name ends after 80 characters, between two of them', () => {
  expect(toCaller({ uid: 'u1', token: { name: '💥'.repeat(100) } })?.name).toBe('💥'.repeat(80));
});

test.each([undefined, { token: {} }, { uid: '', token: {} }, { uid: 7, token: {} }])('%j names nobody', (claims) => {
  expect(toCaller(claims)).toBeUndefined();
});

test('half a character in a name does not stand in the way', () => {
  expect(toCaller({ uid: 'u1', token: { name: 'Ada\ud800\u0000' } })?.name).toBe('Ada\ufffd');
});

test('nobody is refused with a sentence', () => {
  expect(() => requireCaller(undefined)).toThrow('You are not signed in. Nothing was sent.');
});
