'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import type { RefObject } from 'react';

/** Above this many rows only those in sight are in the page. */
const virtualiseAbove = 50;

export interface VirtualRows {
  readonly isVirtual: boolean;
  /** Indexes of the rows to draw. */
  readonly indexes: readonly number[];
  /** Heights of what is left out above and below, in pixels. */
  readonly before: number;
  readonly after: number;
  /** Properties of a drawn row, by which its real height is known. */
  readonly measureProps: (index: number) => { ref?: (row: Element | null) => void; 'data-index'?: number };
}

/** Which rows of a table in a scrolling box are drawn: all of a short one, those in sight of a long one. */
export function useVirtualRows(count: number, rowHeight: number, box: RefObject<HTMLElement | null>): VirtualRows {
  const isVirtual = count > virtualiseAbove;
  // oxlint-disable-next-line react/incompatible-library -- the compiler is not used; its functions are not memoised
  const virtualizer = useVirtualizer({
    count,
    // Otherwise it would measure the box, which costs a layout of the page, for rows that are all drawn.
    enabled: isVirtual,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const items = isVirtual ? virtualizer.getVirtualItems() : undefined;
  return {
    isVirtual,
    indexes: items ? items.map(({ index }) => index) : Array.from({ length: count }, (_, index) => index),
    before: items?.[0]?.start ?? 0,
    after: items ? virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0) : 0,
    measureProps: (index) => (isVirtual ? { ref: virtualizer.measureElement, 'data-index': index } : {}),
  };
}
