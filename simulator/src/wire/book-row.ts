import type { VenueInstrument } from '../market/instruments.ts';
import type { BookLevel, OutsideBook } from '../market/outside-book.ts';

/** A level on the wire: price and size. */
export type WireLevel = readonly [price: string, size: string];

/** An order book as REST answers it and as its stream starts: best level first. */
export function toBookRow(instrument: VenueInstrument, book: OutsideBook, sequence: { u: number; seq: number }) {
  return {
    s: instrument.symbol,
    b: book.bids.map((level) => toWireLevel(instrument, level)),
    a: book.asks.map((level) => toWireLevel(instrument, level)),
    u: sequence.u,
    seq: sequence.seq,
  };
}

/** What changed from one side of a book to its next state; size `0` takes a level away. */
export function diffLevels(
  instrument: VenueInstrument,
  before: readonly BookLevel[],
  after: readonly BookLevel[],
): readonly WireLevel[] {
  const old = new Map(before);
  const changes: WireLevel[] = [];
  for (const level of after) {
    const [ticks, lots] = level;
    if (old.get(ticks) !== lots) changes.push(toWireLevel(instrument, level));
    old.delete(ticks);
  }
  for (const ticks of old.keys()) changes.push([instrument.tick.format(ticks), '0']);
  return changes;
}

function toWireLevel(instrument: VenueInstrument, [ticks, lots]: BookLevel): WireLevel {
  return [instrument.tick.format(ticks), instrument.step.format(lots)];
}
