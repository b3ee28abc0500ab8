'use client';

import { useState, type ReactNode } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { classNames } from '@/components/ui/class-names.ts';

export interface FigureFrameProps {
  /** The chart in one or two sentences. */
  summary: string;
  chart: ReactNode;
  /** The same data as a table. */
  table: ReactNode;
  /** Space above the caption. */
  captionClassName?: string;
}

/** A chart with its summary in words and, on a switch, its table. */
export function FigureFrame({ summary, chart, table, captionClassName = 'mt-3' }: FigureFrameProps) {
  const [asTable, setAsTable] = useState(false);
  return (
    <figure className="min-w-0">
      {asTable ? table : chart}
      <figcaption className={classNames('flex items-start justify-between gap-4 text-xs text-muted', captionClassName)}>
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
