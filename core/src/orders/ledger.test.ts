import { describe, expect, it } from '@jest/globals';
import { perpetualTerms, spotTerms } from '../risk/check-fixture.ts';
import { buildLedger, type LedgerEvent } from './ledger.ts';
import type { LedgerFill } from './position-ledger.ts';

const instruments = new Map([perpetualTerms, spotTerms].map((terms) => [terms.id, terms]));

function fill(parts: Partial<LedgerFill> & { readonly id: string; readonly venueMs: number }): LedgerEvent {
  return {
    kind: 'fill',
    fill: {
      venueOrderId: 'v-1',
      instrumentId: perpetualTerms.id,
      slot: 'net',
      side: 'buy',
      price: '50000',
      quantity: '0.1',
      fee: '2.75',
      feeCurrency: 'USDT',
      ...parts,
    },
  };
}

const deposit: LedgerEvent = {
  kind: 'change',
  change: { id: 'd-1', kind: 'deposit', currency: 'USDT', amount: '10000', venueMs: 1 },
};
const funding: LedgerEvent = {
  kind: 'change',
  change: {
    id: 'n-1',
    kind: 'funding',
    currency: 'USDT',
    amount: '-0.5',
    instrumentId: perpetualTerms.id,
    venueMs: 15,
  },
};
const opened = fill({ id: 'f-1', venueMs: 10 });
const closed = fill({ id: 'f-2', venueMs: 20, side: 'sell', price: '51000', fee: '2.805' });

describe('the ledger', () => {
  it('holds fills, fees, funding and transfers, and their sum is the balance', () => {
    const ledger = buildLedger([deposit, opened, funding, closed], instruments);
    expect(ledger.entries.map(({ id, kind, amount }) => `${id} ${kind} ${amount}`)).toEqual([
      'd-1 deposit 10000',
      'f-1_fee fee -2.75',
      'n-1 funding -0.5',
      'f-2_pnl fill 100',
      'f-2_fee fee -2.805',
    ]);
    expect(ledger.balances).toEqual({ USDT: '10093.945' });
    expect(ledger.closed).toMatchObject([{ pnl: '100', funding: '-0.5', netPnl: '93.945' }]);
    expect(ledger.positions.size).toBe(0);
  });

  it('is the same in whatever order and however often things are heard', () => {
    expect(buildLedger([closed, opened, funding, opened, deposit, closed], instruments)).toEqual(
      buildLedger([deposit, opened, funding, closed], instruments),
    );
  });

  it('takes fills of one millisecond by the count of the venue', () => {
    const first = fill({ id: 'z', venueMs: 10, sequence: 1 });
    const second = fill({ id: 'a', venueMs: 10, sequence: 2, side: 'sell' });
    expect(buildLedger([second, first], instruments).closed).toMatchObject([{ side: 'long' }]);
  });

  it('moves both currencies of a spot trade', () => {
    const spot = { instrumentId: spotTerms.id, price: '2000', quantity: '1.5' };
    const { balances } = buildLedger(
      [
        deposit,
        fill({ id: 's-1', venueMs: 2, ...spot, fee: '0.0015', feeCurrency: 'ETH' }),
        fill({ id: 's-2', venueMs: 3, ...spot, quantity: '1', side: 'sell', fee: '2' }),
      ],
      instruments,
    );
    expect(balances).toEqual({ USDT: '8998', ETH: '0.4985' });
  });

  it('refuses a fill of an instrument it does not know', () => {
    expect(() => buildLedger([fill({ id: 'f', venueMs: 1, instrumentId: 'DOGE-USDT-PERP' })], instruments)).toThrow(
      'Fill f is of DOGE-USDT-PERP, which is not known.',
    );
  });
});
