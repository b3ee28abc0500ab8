import type { PositionStructure } from '@tapedeck/core';
import type { PublishedStructure } from './live-publisher.ts';

/** One position's part in a structure change. */
export interface StructureTransition {
  readonly positionId: string;
  readonly structureSeq: number;
  readonly before?: PositionStructure;
  readonly after?: PositionStructure;
  readonly venueMs: number;
  readonly sinceVenueMs: number | undefined;
}

export function toTransitions(structure: PublishedStructure): StructureTransition[] {
  const { changes, structureSeq, venueMs, sinceVenueMs } = structure;
  const common = { structureSeq, venueMs, sinceVenueMs };
  return [
    ...changes.removed.map((before) => ({ ...common, positionId: before.id, before })),
    ...changes.modified.map(({ before, after }) => ({ ...common, positionId: after.id, before, after })),
    ...changes.added.map((after) => ({ ...common, positionId: after.id, after })),
  ];
}
