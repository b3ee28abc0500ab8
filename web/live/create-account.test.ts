import { toCreateError } from './create-account.ts';

describe('toCreateError', () => {
  it('says what to do, whether the error is its own or one of signing in', () => {
    expect(toCreateError({ code: 'auth/email-already-in-use' }).message).toMatch(/Sign in with it instead/);
    expect(toCreateError({ code: 'auth/invalid-email' }).message).toMatch(/name@example\.com/);
    expect(toCreateError(new Error('?')).message).toMatch(/Try again/);
  });
});
