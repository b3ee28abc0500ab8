import { executionRowSchema, readWire } from './bybit-wire.ts';
import { toExecution } from './execution-mapper.ts';
import { InstrumentBook } from './instrument-book.ts';
import { usdtInstrument } from './testing/instruments.ts';

const row = {
  category: 'linear',
  symbol: 'BTCUSDT',
  execId: '0ab1bdf7',
  execType: 'Trade',
  orderId: '9aac161b',
  orderLinkId: '',
  side: 'Sell',
  execPrice: '95900.10',
  execQty: '0.50',
  execFee: '26.3725275',
  feeCurrency: '',
  isMaker: false,
  closedSize: '0.5',
  execPnl: '-12.50',
  stopOrderType: 'UNKNOWN',
  createType: 'CreateByUser',
  execTime: '1746270400353',
};
const instruments = new InstrumentBook([usdtInstrument('BTCUSDT', 'perpetual'), usdtInstrument('BTCUSDT', 'spot')]);
const read = (change: object = {}, hedged: boolean | undefined = false) =>
  toExecution(readWire(executionRowSchema, { ...row, ...change }, 'Execution'), {
    instruments,
    isHedged: () => hedged,
  });

describe('toExecution', () => {
  it('maps a fill that closes', () => {
    expect(read()).toEqual({
      fill: {
        id: '0ab1bdf7',
        venueOrderId: '9aac161b',
        instrumentId: 'BTC-USDT-PERP',
        side: 'sell',
        price: '95900.1',
        quantity: '0.5',
        fee: '26.3725275',
        feeCurrency: 'USDT',
        liquidity: 'taker',
        venueMs: 1_746_270_400_353,
      },
      positionId: 'BTC-USDT-PERP_net',
      cause: 'order',
      withoutClientOrderId: true,
      closedQuantity: '0.5',
      realisedPnl: '-12.5',
    });
  });

  it('keeps the count of the venue', () => {
    expect(read({ seq: 7_391_939_285_093 })?.sequence).toBe(7_391_939_285_093);
  });

  it('says nothing of realised P&L for a fill that only opens', () => {
    const opened = read({ closedSize: '0.000', execPnl: '0', orderLinkId: 'mine-1', isMaker: true });
    expect(opened).not.toHaveProperty('closedQuantity');
    expect(opened).not.toHaveProperty('realisedPnl');
    expect(opened?.fill).toMatchObject({ clientOrderId: 'mine-1', liquidity: 'maker' });
  });

  it.each(['Funding', 'Settle', 'SessionSettlePnL', 'Delivery'])('takes %s for no fill', (execType) => {
    expect(read({ execType, orderId: '', closedSize: '' })).toBeUndefined();
  });

  it.each([
    [{ stopOrderType: 'StopLoss' }, 'stop-loss'],
    [{ createType: 'CreateByPartialStopLoss' }, 'stop-loss'],
    [{ stopOrderType: 'PartialTakeProfit' }, 'take-profit'],
    [{ createType: 'CreateByTrailingStop', stopOrderType: 'TrailingStop' }, 'trailing-stop'],
    [{ createType: 'CreateByLiq' }, 'liquidation'],
    [{ execType: 'BustTrade' }, 'liquidation'],
    [{ execType: 'AdlTrade', createType: 'CreateByAdl_PassThrough' }, 'auto-deleverage'],
    [{ stopOrderType: 'Stop' }, 'order'],
  ])('reads %j as %s', (change, cause) => {
    expect(read(change)?.cause).toBe(cause);
  });

  it.each([
    ['Buy', '0', 'long'],
    ['Sell', '0.5', 'long'],
    ['Sell', '', 'short'],
    ['Buy', '0.5', 'short'],
  ])('puts a %s that closes %j into the %s slot in hedge mode', (side, closedSize, slot) => {
    expect(read({ side, closedSize }, true)?.positionId).toBe(`BTC-USDT-PERP_${slot}`);
  });

  it('names no position where the mode is not known, and none for spot', () => {
    const context = { instruments, isHedged: () => undefined };
    expect(toExecution(readWire(executionRowSchema, row, 'Execution'), context)).not.toHaveProperty('positionId');
    expect(read({ category: 'spot', closedSize: '' })).not.toHaveProperty('positionId');
  });

  it.each([
    ['Buy', false, '0.001', 'BTC'],
    ['Sell', false, '0.001', 'USDT'],
    ['Buy', true, '-0.0001', 'USDT'],
    ['Sell', true, '-0.0001', 'BTC'],
  ])('pays for a spot %s (maker %s, rate %s) in %s', (side, isMaker, feeRate, currency) => {
    expect(read({ category: 'spot', side, isMaker, feeRate })?.fill.feeCurrency).toBe(currency);
  });

  it('keeps the sign of a rebate', () => {
    expect(read({ execFee: '-0.0150', isMaker: true })?.fill.fee).toBe('-0.015');
  });

  it.each([
    [{ execType: 'Gift' }, /Execution 0ab1bdf7: execType is "Gift": not known/],
    [{ side: 'None' }, /side is "None"/],
    [{ execQty: '0' }, /execQty is "0"/],
    [{ execPrice: '-1' }, /execPrice is "-1"/],
    [{ execFee: undefined }, /execFee is missing/],
    [{ orderId: '' }, /orderId is ""/],
  ])('refuses %j', (change, message) => {
    expect(() => read(change)).toThrow(
      expect.objectContaining({ code: 'invalid-venue-data', message: expect.stringMatching(message) as string }),
    );
  });

  it('calls an option unsupported', () => {
    expect(() => read({ category: 'option' })).toThrow(expect.objectContaining({ code: 'unsupported' }));
  });
});
