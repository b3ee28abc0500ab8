import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { changedLimits, changeLimits, defaultDeskLimits, riskLimitNames, stricterLimits } from './limits.ts';
import { limitChangesSchema, limitEditSchema, riskLimitsSchema, type RiskLimits } from './limits-schema.ts';

const limitSets = fc
  .record(
    {
      maxOrderNotional: fc.integer({ min: 1, max: 9 }).map(String),
      maxLeverage: fc.integer({ min: 1, max: 20 }).map(String),
      maxOpenOrders: fc.integer({ min: 1, max: 9 }),
    },
    { requiredKeys: [] },
  )
  .map((limits): RiskLimits => limits);

describe('risk limits', () => {
  it('are safe by default', () => {
    expect(riskLimitsSchema.parse(defaultDeskLimits)).toEqual(defaultDeskLimits);
    expect(riskLimitNames.toSorted()).toEqual(Object.keys(riskLimitsSchema.shape).toSorted());
  });

  it('refuse what is no limit', () => {
    expect(riskLimitsSchema.safeParse({ maxLeverage: '0' }).success).toBe(false);
    expect(riskLimitsSchema.safeParse({ priceBandRatio: '1.5' }).success).toBe(false);
    expect(riskLimitsSchema.safeParse({ maxOpenOrders: 0 }).success).toBe(false);
    expect(riskLimitsSchema.safeParse({ maxWhatever: '1' }).success).toBe(false);
  });

  it('of a desk and an account, the stricter of each binds', () => {
    expect(stricterLimits({ maxLeverage: '10', maxOpenOrders: 5 }, { maxLeverage: '9', maxDailyLoss: '1' })).toEqual({
      maxLeverage: '9',
      maxOpenOrders: 5,
      maxDailyLoss: '1',
    });
    fc.assert(
      fc.property(limitSets, limitSets, (desk, account) => {
        const both = stricterLimits(desk, account);
        expect(stricterLimits(account, desk)).toEqual(both);
        for (const name of riskLimitNames) {
          const given = [desk[name], account[name]].filter((value) => value !== undefined).map(Number);
          expect(both[name] === undefined ? undefined : Number(both[name])).toBe(
            given.length === 0 ? undefined : Math.min(...given),
          );
        }
      }),
    );
  });

  it('change by name, and a removed one of a desk falls back to its default', () => {
    const before = { maxLeverage: '3', maxOpenOrders: 5 };
    const after = changeLimits(before, { maxLeverage: null, maxOrderNotional: '7' });
    expect(after).toEqual({ maxOpenOrders: 5, maxOrderNotional: '7' });
    expect(changedLimits({ before, after }).toSorted()).toEqual(['maxLeverage', 'maxOrderNotional']);
    expect(changeLimits(before, { maxLeverage: null }, defaultDeskLimits)).toEqual({ ...before, maxLeverage: '10' });
  });

  it('are edited by a change of something', () => {
    expect(limitChangesSchema.parse({ maxLeverage: null })).toEqual({ maxLeverage: null });
    expect(limitChangesSchema.safeParse({}).success).toBe(false);
    expect(limitChangesSchema.safeParse({ maxLeverage: '-1' }).success).toBe(false);
  });

  it('keep who changed them when, before and after', () => {
    const edit = {
      atMs: 1,
      by: { uid: 'ann', name: 'Ann' },
      accountId: 'main',
      before: {},
      after: { maxLeverage: '3' },
      commandId: 'c-1',
    };
    expect(limitEditSchema.parse(edit)).toEqual(edit);
  });
});
