'use client';

import { collections } from '@tapedeck/core/documents';
import type { ClosedPositionDocument } from '@tapedeck/core/documents/trading-documents';
import { useAccountPages, type AccountPages, type PagedKind } from './account-pages.ts';

const closedPositions: PagedKind<ClosedPositionDocument> = {
  name: 'closed-positions',
  timeField: 'closedAtMs',
  collection: collections.closedPositions,
  conditions: () => [],
};

/** Positions from their first fill until they were flat, those closed last first. */
export function useClosedPositions(accountIds: readonly string[]): AccountPages<ClosedPositionDocument> {
  return useAccountPages(closedPositions, accountIds);
}
