import type { Decimal } from '../decimal-arithmetic.ts';
import type { Role, TradingState } from '../documents/desk-document.ts';
import type { MarginMode } from '../margin/position-margin.ts';
import type { AccountFigures } from '../model/account.ts';
import type { Balance } from '../model/balance.ts';
import type { InstrumentTerms, Quote } from '../model/instrument-terms.ts';
import type { Order } from '../model/order.ts';
import type { Position } from '../model/position.ts';
import type { RiskLimits } from './limits-schema.ts';

/** An order that may still execute. */
export type OpenOrder = Pick<Order, 'instrumentId' | 'side' | 'slot' | 'reduceOnly' | 'quantity' | 'filledQuantity'>;

/** Everything that an order is checked against, as known at one moment. */
export interface TradingContext {
  readonly nowMs: number;
  /** Role of the person who sends it. */
  readonly role: Role;
  readonly deskState: Pick<TradingState, 'mode' | 'reason'>;
  readonly accountState: Pick<TradingState, 'mode' | 'reason'>;
  /** True for the closes of an emergency stop, the only orders that go out while trading is HALTED. */
  readonly flattening?: boolean;
  /** The stricter of the desk's and the account's. */
  readonly limits: RiskLimits;
  /** The account currency. */
  readonly currency: string;
  /** Undefined when the venue has none of that id. */
  readonly instrument: InstrumentTerms | undefined;
  readonly quote?: Quote | undefined;
  /** Account currency for one unit of the quote currency; `1` where they are the same. */
  readonly quoteRate?: Decimal | undefined;
  /** Leverage setting of the instrument. */
  readonly leverage?: Decimal | undefined;
  readonly marginMode?: MarginMode | undefined;
  /** Of the account. */
  readonly positions: readonly Position[];
  /** Of the account; without the order itself when it is being amended. */
  readonly openOrders: readonly OpenOrder[];
  readonly figures: AccountFigures;
  readonly balances: readonly Balance[];
  /** How long ago the three above were read, where that is too long ago to enter on them. */
  readonly staleForMs?: number | undefined;
  /** Change of equity since the start of the day, deposits and withdrawals left out; negative is a loss. */
  readonly dayPnl?: Decimal | undefined;
  /** What still has to be compared with the venue: the whole account after a start, or this instrument. */
  readonly unreconciled?: 'account' | 'instrument' | undefined;
  /** The venue's limit on order requests in one window, and the entries that wait for it; only the worker knows them. */
  readonly rate?: { readonly limit: number; readonly waiting: number } | undefined;
}
