'use client';

import { classNames } from '@/components/ui/class-names.ts';
import { Th } from '@/components/ui/table.tsx';
import { toggleSort, type Sort, type SortKey } from './position-sort.ts';

interface Column {
  readonly title: string;
  readonly key?: SortKey;
  readonly numeric?: boolean;
  /** Its title is for screen readers alone. */
  readonly hidden?: boolean;
  readonly shown: 'always' | 'desk' | 'wide';
}

const columns: readonly Column[] = [
  { title: 'Instrument', key: 'instrument', shown: 'always' },
  { title: 'Side', key: 'side', shown: 'desk' },
  { title: 'Quantity', key: 'value', numeric: true, shown: 'desk' },
  { title: 'Entry', numeric: true, shown: 'desk' },
  { title: 'Mark', numeric: true, shown: 'desk' },
  { title: 'Open P&L', key: 'pnl', numeric: true, shown: 'always' },
  { title: 'Margin', key: 'margin', numeric: true, shown: 'wide' },
  { title: 'Liq. price', numeric: true, shown: 'wide' },
  { title: 'Stop', numeric: true, shown: 'wide' },
  { title: 'Target', numeric: true, shown: 'wide' },
  { title: 'Close', hidden: true, shown: 'wide' },
];

export const columnCount = columns.length;

export interface PositionHeadProps {
  sort: Sort;
  compact: boolean;
  onSort: (sort: Sort) => void;
}

export function PositionHead({ sort, compact, onSort }: PositionHeadProps) {
  return (
    <thead>
      <tr>
        {columns.map((column) => (
          <Th
            key={column.title}
            {...(column.numeric ? { numeric: true } : {})}
            {...(column.key ? { 'aria-sort': ariaSort(sort, column.key) } : {})}
            className={classNames(
              column.shown !== 'always' && 'max-md:hidden',
              column.shown === 'wide' && compact && 'max-2xl:hidden',
            )}
          >
            {column.key ? (
              <SortButton column={column} sortKey={column.key} sort={sort} onSort={onSort} />
            ) : column.hidden ? (
              <span className="sr-only">{column.title}</span>
            ) : (
              column.title
            )}
          </Th>
        ))}
      </tr>
    </thead>
  );
}

interface SortButtonProps extends Omit<PositionHeadProps, 'compact'> {
  column: Column;
  sortKey: SortKey;
}

/** The arrow stands on the side away from the figures, so that head and figures keep one edge. */
function SortButton({ column, sortKey, sort, onSort }: SortButtonProps) {
  const isActive = sort.key === sortKey;
  return (
    <button
      type="button"
      title={sortKey === 'value' ? 'Sort by value' : undefined}
      onClick={() => onSort(toggleSort(sort, sortKey))}
      className={classNames('h-8 hover:text-text', isActive && 'text-text')}
    >
      {!column.numeric && column.title}
      <span aria-hidden className="inline-block w-3 text-center">
        {isActive && (sort.descending ? '↓' : '↑')}
      </span>
      {column.numeric && column.title}
    </button>
  );
}

function ariaSort(sort: Sort, key: SortKey): 'ascending' | 'descending' | 'none' {
  if (sort.key !== key) return 'none';
  return sort.descending ? 'descending' : 'ascending';
}
