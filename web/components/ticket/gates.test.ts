import { calmContext, intentOf, perpetualTerms } from '@tapedeck/core/risk/check-fixture';
import { passes, quoteRateOf, reportGates } from './gates.ts';

describe('the gates as a ticket shows them', () => {
  it('let an order through that crosses nothing, with its estimate', () => {
    const report = reportGates(intentOf(), calmContext);
    expect(passes(report)).toBe(true);
    expect(report.check.estimate?.inAccount?.value).toBe('4900');
  });

  it('stand beside the field that would mend them, or apart', () => {
    const limits = { maxOrderNotional: '100', maxLeverage: '2' };
    const report = reportGates(intentOf({ limitPrice: '49000.01' }), { ...calmContext, limits });
    expect(report.byField.limitPrice).toContain('no multiple of 0.1');
    expect(report.byField.quantity).toContain('the limit of one order is 100.00 USDT. Lower the quantity to');
    expect(report.general).toEqual([expect.stringContaining('the limit is 2x. Set it to 2x or less') as string]);
    expect(passes(report)).toBe(false);
  });

  it('do not say that nothing was sent of what nobody tried to send', () => {
    const report = reportGates(intentOf(), { ...calmContext, deskState: { mode: 'HALTED' } });
    expect(report.general.join(' ')).toContain('HALTED');
    expect(report.general.join(' ')).not.toContain('Nothing was sent');
  });

  it('let limit orders through on an old price, and no others', () => {
    const old = { ...calmContext, limits: { maxPriceAgeMs: 500 } };
    expect(passes(reportGates(intentOf(), old))).toBe(true);
    expect(reportGates(intentOf(), old).notes).toHaveLength(1);
    expect(passes(reportGates(intentOf({ type: 'market' }), old))).toBe(false);
  });

  it('leave to the worker what the page does not know', () => {
    const unknown = { ...calmContext, leverage: undefined, dayPnl: undefined, limits: { maxDailyLoss: '1' } };
    const report = reportGates(intentOf(), unknown);
    expect(passes(report)).toBe(true);
    expect(report.notes).toHaveLength(1);
  });
});

describe('the rate of the quote currency', () => {
  const nowMs = 100_000;
  const usdc = { ...perpetualTerms, quote: 'USDC', settle: 'USDC' };
  const price = { markPrice: '0.999', readMs: nowMs - 1_000 };
  const pair = { instrumentId: 'USDC-USDT-SPOT', inverse: false };

  it('is one where the account is in it', () => {
    expect(quoteRateOf(perpetualTerms, 'USDT', { pair: undefined, price: undefined }, nowMs)).toBe('1');
  });

  it('is the price of a spot pair of the two, either way round', () => {
    expect(quoteRateOf(usdc, 'USDT', { pair, price }, nowMs)).toBe('0.999');
    const inverse = { instrumentId: 'USDT-USDC-SPOT', inverse: true };
    expect(quoteRateOf(usdc, 'USDT', { pair: inverse, price: { ...price, markPrice: '0.8' } }, nowMs)).toBe('1.25');
  });

  it('gives the estimate in the account currency', () => {
    const quoteRate = quoteRateOf(usdc, 'USDT', { pair, price }, nowMs);
    const report = reportGates(intentOf(), { ...calmContext, instrument: usdc, quoteRate });
    expect(report.check.estimate?.inAccount?.value).toBe('4895.1');
  });

  it('is unknown without such a pair, without a price, and once the price is stale', () => {
    expect(quoteRateOf(usdc, 'USDT', { pair: undefined, price: undefined }, nowMs)).toBeUndefined();
    expect(quoteRateOf(usdc, 'USDT', { pair, price: undefined }, nowMs)).toBeUndefined();
    expect(quoteRateOf(usdc, 'USDT', { pair, price: { ...price, readMs: nowMs - 60_000 } }, nowMs)).toBeUndefined();
  });
});
