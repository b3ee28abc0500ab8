import { acceptInviteRequestSchema } from '@tapedeck/core';
import { hashInviteToken, isInviteToken, makeInviteToken } from './invite-token.ts';

test('a token is one that the callable takes, and no two are alike', () => {
  const tokens = Array.from({ length: 100 }, () => makeInviteToken());
  expect(new Set(tokens).size).toBe(100);
  for (const token of tokens) expect(acceptInviteRequestSchema.shape.token.safeParse(token).success).toBe(true);
});

test('a token fits its own hash alone', () => {
  const [token, other] = [makeInviteToken(), makeInviteToken()];
  expect(hashInviteToken(token)).toMatch(/^[0-9a-f]{64}$/);
  expect(isInviteToken(token, hashInviteToken(token))).toBe(true);
  expect(isInviteToken(other, hashInviteToken(token))).toBe(false);
});

test('what is no hash fits nothing', () => {
  expect(isInviteToken(makeInviteToken(), '')).toBe(false);
  expect(isInviteToken(makeInviteToken(), 'not hex'.repeat(9))).toBe(false);
});
