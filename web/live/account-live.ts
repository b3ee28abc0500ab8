import type { AccountFigures } from '@tapedeck/core/model/account';
import type { Balance } from '@tapedeck/core/model/balance';
import type { Position } from '@tapedeck/core/model/position';
import type {
  LiveConnectionDocument,
  LivePositionsDocument,
  LiveStateDocument,
} from '@tapedeck/core/documents/live-documents';

/** What is known of an account: its live documents, positions as the newest of them brought them. */
export interface LiveDocuments {
  readonly state?: LiveStateDocument | undefined;
  readonly positions?: LiveStructure | undefined;
  readonly connection?: LiveConnectionDocument | undefined;
}

/** Positions without their marks, from `live/positions` or from the state that changed them. */
export type LiveStructure = Pick<LivePositionsDocument, 'structureSeq' | 'positions'>;

/** An account as it is now: one consistent reading of figures, balances, positions and connection. */
export interface AccountLive {
  readonly seq: number;
  readonly structureSeq: number;
  readonly readMs: number;
  readonly figures: AccountFigures;
  readonly balances: readonly Balance[];
  /** Ordered by id. */
  readonly positions: readonly Position[];
  readonly connection: LiveConnectionDocument | undefined;
}

/**
 * Merges the live documents. Parts that did not change keep their identity, so that what shows them need not render
 * again. While `state` and `positions` carry different `structureSeq`, known marks stay with their positions and
 * new positions have none: a mark is never shown beside another position's quantity.
 */
export function mergeAccountLive(previous: AccountLive | undefined, documents: LiveDocuments): AccountLive | undefined {
  const { state, positions: structure, connection } = documents;
  if (!state) return undefined;
  return {
    seq: state.seq,
    structureSeq: state.structureSeq,
    readMs: state.readMs,
    figures: keepIfEqual(previous?.figures, state.figures),
    balances: mergeBalances(previous?.balances, state.balances),
    positions: mergePositions(previous?.positions ?? [], state, structure),
    connection,
  };
}

function mergeBalances(
  previous: readonly Balance[] | undefined,
  stored: LiveStateDocument['balances'],
): readonly Balance[] {
  const byCurrency = new Map(previous?.map((balance) => [balance.currency, balance]));
  const merged = Object.keys(stored)
    .toSorted()
    .map((currency) => keepIfEqual(byCurrency.get(currency), { currency, ...stored[currency] } as Balance));
  return keepIfSameItems(previous, merged);
}

function mergePositions(
  previous: readonly Position[],
  state: LiveStateDocument,
  structure: LiveStructure | undefined,
): readonly Position[] {
  if (!structure) return keepIfSameItems(previous, []);
  const byId = new Map(previous.map((position) => [position.id, position]));
  const inStep = structure.structureSeq === state.structureSeq;
  const merged = Object.keys(structure.positions)
    .toSorted()
    .map((id, index) => {
      const known = byId.get(id);
      const marks = inStep ? marksAt(state, index) : marksOf(known);
      return keepIfEqual(known, { id, ...structure.positions[id], ...marks } as Position);
    });
  return keepIfSameItems(previous, merged);
}

type Marks = Pick<Position, 'markPrice' | 'unrealisedPnl' | 'liquidationPrice' | 'initialMargin'>;

function marksAt(state: LiveStateDocument, index: number): Marks {
  return withoutUnknown({
    markPrice: state.markPrices[index],
    unrealisedPnl: state.unrealisedPnls[index],
    liquidationPrice: state.liquidationPrices[index],
    initialMargin: state.initialMargins[index],
  });
}

function marksOf(position: Position | undefined): Marks {
  return withoutUnknown({
    markPrice: position?.markPrice,
    unrealisedPnl: position?.unrealisedPnl,
    liquidationPrice: position?.liquidationPrice,
    initialMargin: position?.initialMargin,
  });
}

function withoutUnknown(marks: Record<keyof Marks, string | null | undefined>): Marks {
  return Object.fromEntries(Object.entries(marks).filter(([, value]) => value !== null && value !== undefined));
}

/** The earlier object when both hold the same plain values. */
function keepIfEqual<T extends object>(previous: T | undefined, next: T): T {
  if (!previous) return next;
  const keys = Object.keys(next) as (keyof T)[];
  if (keys.length !== Object.keys(previous).length) return next;
  return keys.every((key) => Object.is(previous[key], next[key])) ? previous : next;
}

function keepIfSameItems<T>(previous: readonly T[] | undefined, next: readonly T[]): readonly T[] {
  if (!previous || previous.length !== next.length) return next;
  return next.every((item, index) => item === previous[index]) ? previous : next;
}
