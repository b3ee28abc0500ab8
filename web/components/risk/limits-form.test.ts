import { defaultDeskLimits, type RiskLimitName } from '@tapedeck/core/risk/limits';
import { limitChangesSchema, riskLimitsSchema } from '@tapedeck/core/risk/limits-schema';
import fc from 'fast-check';
import { formatLimit, shiftPoint } from './limit-words.ts';
import { changesOfForm, checkLimits, toLimitChanges, toLimitsForm } from './limits-form.ts';

const form = toLimitsForm(defaultDeskLimits);
const after = (name: RiskLimitName, text: string) => ({ ...form, [name]: text });

describe('the form of limits', () => {
  it('shows ratios in per cent and times in seconds, and changes nothing by itself', () => {
    expect(form).toMatchObject({ priceBandRatio: '5', entryRateRatio: '60', maxPriceAgeMs: '5', maxOpenOrders: '100' });
    expect(checkLimits(form)).toEqual({});
    expect(changesOfForm(form, defaultDeskLimits, defaultDeskLimits)).toEqual([]);
  });

  it('stores what the schema takes', () => {
    const edited = { ...form, priceBandRatio: '2.5', maxPriceAgeMs: '0.75', maxOpenOrders: '7', maxLeverage: '03.0' };
    const changes = changesOfForm(edited, defaultDeskLimits, defaultDeskLimits);
    const sent = toLimitChanges(changes, edited);
    expect(sent).toEqual({ priceBandRatio: '0.025', maxPriceAgeMs: 750, maxOpenOrders: 7, maxLeverage: '3' });
    expect(limitChangesSchema.parse(sent)).toEqual(sent);
  });

  it('takes an emptied field back to the default of a desk, and to none of an account', () => {
    const before = { ...defaultDeskLimits, maxLeverage: '3' };
    const emptied = { ...toLimitsForm(before), maxLeverage: '' };
    const [change] = changesOfForm(emptied, before, defaultDeskLimits);
    expect(change).toEqual({ name: 'maxLeverage', before: '3', after: '10', isLooser: true });
    expect(toLimitChanges(change ? [change] : [], emptied)).toEqual({ maxLeverage: null });
    expect(changesOfForm(toLimitsForm({}), { maxLeverage: '3' }, {})).toMatchObject([{ after: undefined }]);
  });

  it('tells tighter from looser', () => {
    const changes = changesOfForm({ ...form, maxLeverage: '4', maxDailyLoss: '2600' }, defaultDeskLimits, {});
    expect(changes.map(({ name, isLooser }) => [name, isLooser])).toEqual([
      ['maxLeverage', false],
      ['maxDailyLoss', true],
    ]);
  });

  it.each([
    ['maxOrderNotional', '-1'],
    ['maxOrderNotional', '0'],
    ['maxLeverage', '1e3'],
    ['maxOpenOrders', '2.5'],
    ['maxOpenOrders', '10001'],
    ['priceBandRatio', '101'],
    ['maxPriceAgeMs', '0.4'],
    ['maxPriceAgeMs', '61'],
  ] as const)('does not take %s of "%s", and says what would be right', (name, text) => {
    expect(Object.keys(checkLimits(after(name, text)))).toEqual([name]);
  });

  it('lets nothing through that the schema refuses', () => {
    const texts = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.double({ min: 0, max: 200, noNaN: true }).map((value) => value.toFixed(3)),
    );
    fc.assert(
      fc.property(fc.constantFrom(...(Object.keys(form) as RiskLimitName[])), texts, (name, text) => {
        const typed = after(name, text);
        if (Object.keys(checkLimits(typed)).length > 0) return;
        const changes = changesOfForm(typed, defaultDeskLimits, defaultDeskLimits);
        for (const change of changes) expect(riskLimitsSchema.safeParse({ [name]: change.after }).success).toBe(true);
      }),
    );
  });
});

describe('shiftPoint', () => {
  it('moves the point and nothing else', () => {
    expect([shiftPoint('0.05', 2), shiftPoint('5', -2), shiftPoint('500', -3), shiftPoint('100.50', 0)]).toEqual([
      '5',
      '0.05',
      '0.5',
      '100.5',
    ]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 0, max: 4 }), (value, places) => {
        expect(shiftPoint(shiftPoint(String(value), -places), places)).toBe(String(value));
      }),
    );
  });
});

describe('formatLimit', () => {
  it('names the unit', () => {
    const shown = Object.entries(defaultDeskLimits).map(([name, value]) =>
      formatLimit(name as RiskLimitName, value, 'USDT'),
    );
    expect(shown).toEqual([
      '25,000.00 USDT',
      '100,000.00 USDT',
      '10×',
      '2,500.00 USDT',
      '100',
      '5%',
      '60%',
      '5 s',
      '100,000.00 USDT',
    ]);
    expect(formatLimit('maxLeverage', undefined, 'USDT')).toBe('—');
  });
});
