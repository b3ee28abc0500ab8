import type { PositionTransitionRecord } from '@tapedeck/core';
import type { PublishedStructure } from './live-publisher.ts';

/** One position's part in a structure change. */
export type StructureTransition = PositionTransitionRecord;

export function toTransitions(structure: PublishedStructure): StructureTransition[] {
  const { changes, structureSeq, venueMs, sinceVenueMs } = structure;
  const common = { structureSeq, venueMs, ...(sinceVenueMs === undefined ? {} : { sinceVenueMs }) };
  return [
    ...changes.removed.map((before) => ({ ...common, positionId: before.id, before })),
    ...changes.modified.map(({ before, after }) => ({ ...common, positionId: after.id, before, after })),
    ...changes.added.map((after) => ({ ...common, positionId: after.id, after })),
  ];
}

/** Names a change, whoever tells of it. */
export function originOf({ structureSeq, positionId }: StructureTransition): string {
  return `${structureSeq}_${positionId}`;
}
