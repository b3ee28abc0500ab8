'use client';

import { useMemo } from 'react';
import { collections } from '@tapedeck/core/documents';
import type { MarketInstrumentsDocument } from '@tapedeck/core/documents/trading-documents';
import type { InstrumentTerms } from '@tapedeck/core/model/instrument-terms';
import { findRatePair, type RatePair } from '@tapedeck/core/risk/currency-rate';
import { watchQuery, type Entry } from './listen.ts';
import { dataOf, mapLoadable, type Loadable } from './loadable.ts';
import { useResource } from './use-resource.ts';

/** Everything that a venue lists, by id; empty until a worker has published it. */
export function useInstruments(venueId: string | undefined): Loadable<readonly InstrumentTerms[]> {
  const found = useResource<readonly Entry<MarketInstrumentsDocument>[]>(
    venueId === undefined ? undefined : ['instruments', venueId],
    (observer) => watchQuery(collections.marketInstruments(venueId ?? ''), () => [], observer),
  );
  return useMemo(() => mapLoadable(found, toInstruments), [found]);
}

/** One instrument of a venue; undefined while the list is on its way, or when the venue has none of that id. */
export function useInstrument(
  venueId: string | undefined,
  instrumentId: string | undefined,
): InstrumentTerms | undefined {
  const all = dataOf(useInstruments(venueId));
  return useMemo(() => all?.find(({ id }) => id === instrumentId), [all, instrumentId]);
}

/** The instrument of a venue whose price says what a currency is worth in another. */
export function useRatePair(
  venueId: string | undefined,
  currency: string | undefined,
  inCurrency: string | undefined,
): RatePair | undefined {
  const all = dataOf(useInstruments(venueId));
  return useMemo(() => {
    if (!all || currency === undefined || inCurrency === undefined) return undefined;
    return findRatePair(currency, inCurrency, (instrumentId) => all.some(({ id }) => id === instrumentId));
  }, [all, currency, inCurrency]);
}

/** Pages of an earlier, longer list may still be stored: the newest page says how many count. */
export function toInstruments(pages: readonly Entry<MarketInstrumentsDocument>[]): readonly InstrumentTerms[] {
  const newest = pages.toSorted((a, b) => b.data.readMs - a.data.readMs)[0];
  const count = newest?.data.pages ?? 0;
  return pages
    .filter(({ id }) => Number(id) < count)
    .flatMap(({ data }) => data.instruments)
    .toSorted((a, b) => a.id.localeCompare(b.id));
}

/** Instruments whose name holds every word, best first: what begins with the first word, perpetuals, short names. */
export function findInstruments(
  all: readonly InstrumentTerms[],
  text: string,
  atMost: number,
): readonly InstrumentTerms[] {
  const words = text
    .toUpperCase()
    .split(/[\s/-]+/)
    .filter(Boolean);
  const first = words[0] ?? '';
  const score = (terms: InstrumentTerms) =>
    (terms.base === first ? 0 : terms.base.startsWith(first) ? 2 : 4) + (terms.kind === 'perpetual' ? 0 : 1);
  return all
    .filter(({ id, venueSymbol }) => words.every((word) => `${id} ${venueSymbol.toUpperCase()}`.includes(word)))
    .toSorted((a, b) => score(a) - score(b) || a.id.length - b.id.length || a.id.localeCompare(b.id))
    .slice(0, atMost);
}
