import type { MarginMode } from '../margin/position-margin.ts';
import type { PositionSide, PositionSlot } from '../model/position.ts';

export const positionModes = ['netting', 'hedge'] as const;
export type PositionMode = (typeof positionModes)[number];

/** How an account trades one perpetual. */
export interface InstrumentSettings {
  /** Leverage in hundredths: 1000 is 10x. */
  readonly leverageHundredths: number;
  readonly marginMode: MarginMode;
}

export interface AccountSettings {
  readonly positionMode: PositionMode;
}

/** A position in the engine; one that is flat does not exist. Never changed in place. */
export interface EnginePosition {
  /** `{instrumentId}_{slot}`. */
  readonly id: string;
  readonly accountId: string;
  readonly instrumentId: string;
  readonly slot: PositionSlot;
  readonly side: PositionSide;
  /** Unsigned, above zero. */
  readonly lots: number;
  /** What the open quantity cost, in the settle currency: the exact form of the average entry price. */
  readonly cost: bigint;
  readonly leverageHundredths: number;
  readonly marginMode: MarginMode;
  /** Margin set apart for an isolated position; zero when cross. */
  readonly isolatedMargin: bigint;
  /** P&L of what was closed since the position opened, fees and funding left out. */
  readonly realisedPnl: bigint;
  readonly openedAtMs: number;
  readonly updatedAtMs: number;
}

/** Kinds of change of a balance; they map to the ledger kinds of documents one to one, `realised-pnl` to `fill`. */
export const engineLedgerKinds = ['fill', 'realised-pnl', 'fee', 'funding', 'transfer', 'liquidation'] as const;
export type EngineLedgerKind = (typeof engineLedgerKinds)[number];
