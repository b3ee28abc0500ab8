'use client';

import { useState, type ReactNode } from 'react';
import { Button } from '@/components/ui/button.tsx';

export interface FigureFrameProps {
  /** The chart in one or two sentences. */
  summary: string;
  chart: ReactNode;
  /** The same data as a table. */
  table: ReactNode;
}

/** A chart with its summary in words and, on a switch, its table. */
export function FigureFrame({ summary, chart, table }: FigureFrameProps) {
  const [asTable, setAsTable] = useState(false);
  return (
    <figure className="min-w-0">
      {asTable ? table : chart}
      <figcaption className="mt-3 flex items-start justify-between gap-4 text-xs text-muted">
        <span>{summary}</span>
        <Button
          size="sm"
          variant="ghost"
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
          className="-my-1 text-xs"
        >
          {asTable ? 'Chart' : 'Table'}
        </Button>
      </figcaption>
    </figure>
  );
}
