'use client';

import { useEffect } from 'react';
import { documents } from '@tapedeck/core/documents';
import type { QuoteDocument } from '@tapedeck/core/documents/trading-documents';
import { watchDocument } from './listen.ts';
import type { Loadable } from './loadable.ts';
import { useResource } from './use-resource.ts';
import { watchQuoteOf } from './watching.ts';

/**
 * The newest prices of an instrument, at most once a second; `undefined` until the worker has read the first. Whoever
 * uses it is announced in presence as watching, which is what makes the worker keep the quote fresh.
 */
export function useQuote(
  venueId: string | undefined,
  instrumentId: string | undefined,
): Loadable<QuoteDocument | undefined> {
  const isNamed = venueId !== undefined && instrumentId !== undefined;
  useEffect(() => (isNamed ? watchQuoteOf(venueId, instrumentId) : undefined), [isNamed, venueId, instrumentId]);
  const key = isNamed ? ['quote', venueId, instrumentId] : undefined;
  return useResource<QuoteDocument | undefined>(key, (observer) =>
    watchDocument(documents.quote(venueId ?? '', instrumentId ?? ''), observer),
  );
}

export type QuoteState = 'none' | 'live' | 'delayed' | 'stale';

/** The worker confirms a watched quote at least this often, also while its prices stand still. */
const cadenceMs = 2_000;

export function quoteStateOf(quote: Pick<QuoteDocument, 'readMs'> | undefined, nowMs: number): QuoteState {
  if (!quote) return 'none';
  const ageMs = nowMs - quote.readMs;
  if (ageMs <= 2 * cadenceMs) return 'live';
  return ageMs <= 4 * cadenceMs ? 'delayed' : 'stale';
}
