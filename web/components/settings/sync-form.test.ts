import { syncSettingsSchema } from '@tapedeck/core/documents/account-document';
import fc from 'fast-check';
import { changedSettings, checkForm, toForm, undoOf } from './sync-form.ts';

const current = { pollMs: 1_000, stream: true, threshold: '0.01' };
const form = toForm(current);

describe('checkForm', () => {
  it('takes what is set', () => {
    expect(form).toEqual({ pollS: '1', stream: true, threshold: '0.01' });
    expect(checkForm(form, 'USDT')).toEqual({});
  });

  it.each(['', '0.2', '61', '-1', '1e1', 'abc', '1 s'])('refuses %p seconds and says what is right', (pollS) => {
    expect(checkForm({ ...form, pollS }, 'USDT').pollS).toMatch(/between 0\.25 and 60/);
  });

  it.each(['', '0', '0.00', '-0.01', '1,5', 'x'])('refuses a threshold of %p', (threshold) => {
    expect(checkForm({ ...form, threshold }, 'USDT').threshold).toMatch(/USDT above zero/);
  });

  it('lets through only what core takes', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, min: -5, max: 90 }),
        fc.integer({ min: 0, max: 5_000 }),
        (seconds, cents) => {
          const filled = { ...form, pollS: seconds.toFixed(3), threshold: (cents / 100).toFixed(2) };
          if (Object.keys(checkForm(filled, 'USDT')).length > 0) return true;
          return syncSettingsSchema.safeParse({ ...current, ...changedSettings(filled, current) }).success;
        },
      ),
    );
  });
});

describe('changedSettings', () => {
  it('names only what differs, in plain figures', () => {
    expect(changedSettings(form, current)).toEqual({});
    expect(changedSettings({ pollS: '2.5', stream: false, threshold: '0.010' }, current)).toEqual({
      pollMs: 2_500,
      stream: false,
    });
    expect(changedSettings({ ...form, threshold: '01.50' }, current)).toEqual({ threshold: '1.5' });
  });

  it('is undone by the values before', () => {
    expect(undoOf({ pollMs: 2_500 }, current)).toEqual({ pollMs: 1_000 });
    expect(undoOf({ stream: false, threshold: '1' }, current)).toEqual({ stream: true, threshold: '0.01' });
  });
});
