import { AppError, toInstrumentId, toPositionId, type PositionSlot } from '@tapedeck/core';
import type { MatchingEngine } from '@tapedeck/core/matching/index';
import type { EngineOrder } from '@tapedeck/core/matching/order-types';
import { Big } from 'big.js';
import type { Clock } from '../clock.ts';
import type { InstrumentTable, VenueInstrument } from '../market/instruments.ts';
import type { MarketPrices } from '../market/market-prices.ts';
import { sumOf } from '../wire/numbers.ts';
import { toOrderRow, type OrderRow } from '../wire/order-row.ts';
import { toPositionRow, type PositionRow } from '../wire/position-row.ts';
import { toWalletRow, type WalletRow } from '../wire/wallet-row.ts';
import type { VenueAccount } from './account-directory.ts';
import type { AccountRecords } from './account-records.ts';
import { maintenanceRateOf, type EngineInstruments } from './engine-instruments.ts';

export interface AccountViewsParts {
  readonly clock: Clock;
  readonly table: InstrumentTable;
  readonly prices: MarketPrices;
  readonly engine: MatchingEngine;
  readonly instruments: EngineInstruments;
  readonly recordsOf: (accountName: string) => AccountRecords;
  /** Grows with every change of the venue. */
  readonly sequence: () => number;
}

/** What an account looks like at this moment, in the venue's own rows: wallet, positions, orders. */
export class AccountViews {
  readonly #parts: AccountViewsParts;

  constructor(parts: AccountViewsParts) {
    this.#parts = parts;
  }

  walletOf(account: VenueAccount): WalletRow {
    const { name } = account;
    const nowMs = this.#parts.clock.now();
    const positions = this.#parts.engine
      .positions(name)
      .map((position) => this.#parts.engine.describePosition(position));
    const coins = this.#parts.engine.balances(name).map((balance) => {
      const { currency } = balance;
      const settled = positions.filter(
        ({ instrumentId }) => this.#parts.instruments.get(instrumentId).quote === currency,
      );
      return {
        balance,
        figures: this.#parts.engine.figures(name, currency),
        spotLocked: this.#spotLocked(name, currency),
        positionMargin: sumOf(settled.map(({ initialMargin }) => initialMargin ?? '0')).toFixed(),
        realisedPnl: this.#parts.recordsOf(name).realisedPnl.get(currency) ?? '0',
        usdPrice: this.#usdPrice(currency, nowMs),
      };
    });
    return toWalletRow(coins);
  }

  /** The rows of the account's open positions, in the order of their instruments. */
  positionsOf(account: VenueAccount): readonly { instrument: VenueInstrument; row: PositionRow }[] {
    return this.#parts.engine.positions(account.name).map((position) => {
      const instrument = this.#parts.instruments.get(position.instrumentId);
      return { instrument, row: this.positionRow(account, instrument, position.slot) };
    });
  }

  /** One position's row; the empty one where the account holds nothing. */
  positionRow(account: VenueAccount, instrument: VenueInstrument, slot: PositionSlot): PositionRow {
    const { name } = account;
    const instrumentId = toInstrumentId(instrument);
    const positionId = toPositionId(instrumentId, slot);
    const position = this.#parts.engine.positions(name).find(({ id }) => id === positionId);
    const nowMs = this.#parts.clock.now();
    const settings = this.#parts.engine.settings(name, instrumentId);
    return toPositionRow(position && this.#parts.engine.describePosition(position), {
      instrument,
      slot,
      markPrice: instrument.tick.format(this.#parts.prices.at(instrument, nowMs).mark),
      leverage: String(settings.leverageHundredths / 100),
      isolated: settings.marginMode === 'isolated',
      note: this.#parts.recordsOf(name).positionNote(positionId, 0),
      seq: this.#parts.sequence(),
      maintenanceRate: maintenanceRateOf(instrument),
    });
  }

  /** The instrument and slot that a position's id names. */
  parsePositionId(positionId: string): { instrument: VenueInstrument; slot: PositionSlot } {
    const [instrumentId = '', slot] = positionId.split('_');
    if (slot !== 'net' && slot !== 'long' && slot !== 'short') {
      throw new AppError('internal', `"${positionId}" is no position id.`);
    }
    return { instrument: this.#parts.instruments.get(instrumentId), slot };
  }

  slotsOf(account: VenueAccount): readonly PositionSlot[] {
    return this.#parts.engine.accountSettings(account.name).positionMode === 'hedge' ? ['long', 'short'] : ['net'];
  }

  orderRow(account: VenueAccount, order: EngineOrder): OrderRow {
    const note = this.#parts.recordsOf(account.name).orderNote(order.orderId);
    return toOrderRow(order, this.#parts.instruments.get(order.instrumentId), note);
  }

  /** What open spot orders hold back of a currency: the price of buys, the quantity of sells. */
  #spotLocked(accountName: string, currency: string): string {
    let locked = new Big(0);
    for (const order of this.#parts.engine.openOrders(accountName)) {
      const instrument = this.#parts.instruments.get(order.instrumentId);
      if (instrument.kind !== 'spot' || (order.trigger && !order.triggered)) continue;
      const left = instrument.step.format(order.lots - order.filledLots);
      if (order.side === 'sell' && instrument.base === currency) locked = locked.plus(left);
      if (order.side === 'buy' && instrument.quote === currency && order.limitTicks !== undefined) {
        locked = locked.plus(new Big(left).times(instrument.tick.format(order.limitTicks)));
      }
    }
    return locked.toFixed();
  }

  #usdPrice(currency: string, nowMs: number): number {
    const instrument = this.#parts.table.all.find(({ base }) => base === currency);
    return instrument ? this.#parts.prices.at(instrument, nowMs).index : 1;
  }
}
