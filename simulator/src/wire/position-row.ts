import type { Position, PositionSlot } from '@tapedeck/core';
import { Big } from 'big.js';
import type { VenueInstrument } from '../market/instruments.ts';
import { toWireMoney } from './numbers.ts';
import { toPositionIdx } from './order-row.ts';

/** What the venue remembers of a position besides what the matching engine does. */
export interface PositionNote {
  readonly open: boolean;
  /** When the account first traded the instrument. */
  readonly createdMs: number;
  readonly updatedMs: number;
  /** Fees of the open part, in the settle currency: charged to P&L as it is closed. */
  readonly openFee: string;
  /** P&L less fees and funding since it was opened. */
  readonly currentPnl: string;
  /** The same since the account first traded the instrument. */
  readonly totalPnl: string;
}

export function emptyPositionNote(atMs: number): PositionNote {
  return { open: false, createdMs: atMs, updatedMs: atMs, openFee: '0', currentPnl: '0', totalPnl: '0' };
}

export interface PositionFacts {
  readonly instrument: VenueInstrument;
  readonly slot: PositionSlot;
  readonly markPrice: string;
  readonly leverage: string;
  readonly isolated: boolean;
  readonly note: PositionNote;
  readonly seq: number;
  /** Maintenance margin ÷ position value. */
  readonly maintenanceRate: string;
}

/** A position as `position/list` lists it; with `position` absent the empty row of an instrument without one. */
export type PositionRow = ReturnType<typeof toPositionRow>;

export function toPositionRow(position: Position | undefined, facts: PositionFacts) {
  const { instrument, note } = facts;
  const { step, tick } = instrument;
  const value = position ? new Big(facts.markPrice).times(position.quantity) : new Big(0);
  const maintenance = toWireMoney(value.times(facts.maintenanceRate));
  const initial = toWireMoney(position?.initialMargin ?? '0');
  return {
    positionIdx: toPositionIdx(facts.slot),
    riskId: 1,
    riskLimitValue: '2000000',
    symbol: instrument.symbol,
    side: position ? (position.side === 'long' ? 'Buy' : 'Sell') : '',
    size: position ? step.format(step.countOf(position.quantity) ?? 0) : '0',
    avgPrice: position ? toWireMoney(position.entryPrice) : '0',
    positionValue: position ? toWireMoney(new Big(position.entryPrice).times(position.quantity)) : '',
    tradeMode: facts.isolated ? 1 : 0,
    positionStatus: 'Normal',
    autoAddMargin: 0,
    adlRankIndicator: position ? 2 : 0,
    leverage: facts.leverage,
    breakEvenPrice: position ? breakEvenOf(position, note, tick.places) : '',
    positionBalance: facts.isolated ? initial : '0',
    markPrice: facts.markPrice,
    liqPrice: position?.liquidationPrice ? toWireMoney(position.liquidationPrice) : '',
    bustPrice: '',
    positionMM: position ? maintenance : '',
    positionMMByMp: position ? maintenance : '',
    positionIM: position ? initial : '',
    positionIMByMp: position ? initial : '',
    tpslMode: 'Full',
    takeProfit: position?.takeProfit ?? '',
    stopLoss: position?.stopLoss ?? '',
    trailingStop: position?.trailingStop ?? '0',
    unrealisedPnl: position ? toWireMoney(position.unrealisedPnl ?? '0') : '',
    curRealisedPnl: toWireMoney(note.currentPnl),
    cumRealisedPnl: toWireMoney(note.totalPnl),
    seq: facts.seq,
    isReduceOnly: false,
    mmrSysUpdateTime: '',
    mmrSysUpdatedTime: '',
    leverageSysUpdatedTime: '',
    sessionAvgPrice: '',
    openTime: position?.openedAtMs ?? 0,
    createdTime: String(note.createdMs),
    updatedTime: String(note.updatedMs),
  };
}

/** The same position as the `position` stream pushes it: `entryPrice` in place of `avgPrice`, zeros for what is closed. */
export function toPositionEvent(row: PositionRow, instrument: VenueInstrument) {
  const { avgPrice, mmrSysUpdateTime: _listOnly, ...rest } = row;
  return {
    ...rest,
    category: instrument.category,
    entryPrice: avgPrice,
    positionValue: row.positionValue || '0',
    positionIM: row.positionIM || '0',
    positionIMByMp: row.positionIMByMp || '0',
    positionMM: row.positionMM || '0',
    positionMMByMp: row.positionMMByMp || '0',
    unrealisedPnl: row.unrealisedPnl || '0',
    takeProfit: row.takeProfit || '0',
    stopLoss: row.stopLoss || '0',
    breakEvenPrice: row.breakEvenPrice || '0',
  };
}

/** Price at which closing would earn back the fees and funding paid so far. */
function breakEvenOf(position: Position, note: PositionNote, places: number): string {
  const perUnit = new Big(note.currentPnl).div(position.quantity);
  const entry = new Big(position.entryPrice);
  return (position.side === 'long' ? entry.minus(perUnit) : entry.plus(perUnit)).toFixed(places + 2);
}
