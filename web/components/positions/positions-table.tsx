'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, type KeyboardEvent } from 'react';
import { FreshnessMark } from '@/components/live/freshness-mark.tsx';
import { Pnl } from '@/components/live/pnl.tsx';
import { EnvironmentBadge } from '@/components/shell/account-switcher.tsx';
import { Table } from '@/components/ui/table.tsx';
import type { Account } from '@/live/accounts.ts';
import { isStale, useFreshness, useFreshnessState, type ShownState } from '@/live/freshness.ts';
import { useAccountValue } from '@/live/use-account-live.ts';
import { columnCount, PositionHead } from './position-head.tsx';
import { PositionRow } from './position-row.tsx';
import type { Sort } from './position-sort.ts';
import type { PositionGroup } from './use-position-groups.ts';

export interface PositionsTableProps {
  groups: readonly PositionGroup[];
  sort: Sort;
  compact?: boolean;
  onSort: (sort: Sort) => void;
  onOpen: (accountId: string, positionId: string) => void;
}

type Line =
  | { readonly kind: 'account'; readonly account: Account; readonly count: number }
  | { readonly kind: 'position'; readonly account: Account; readonly positionId: string };

/** Above this many rows only those in sight are in the page. */
const virtualiseAbove = 50;
const rowHeight = 37;

export function PositionsTable({ groups, sort, compact = false, onSort, onOpen }: PositionsTableProps) {
  const box = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => toLines(groups), [groups]);
  const isVirtual = lines.length > virtualiseAbove;
  // oxlint-disable-next-line react/incompatible-library -- the compiler is not used; its functions are not memoised
  const virtualizer = useVirtualizer({
    count: isVirtual ? lines.length : 0,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const items = isVirtual ? virtualizer.getVirtualItems() : undefined;
  const shown = items ?? lines.map((_, index) => ({ index }));
  const before = items?.[0]?.start ?? 0;
  const after = items ? virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0) : 0;

  return (
    <Table
      ref={box}
      label="Positions by account"
      className={isVirtual ? 'max-h-[calc(100dvh-220px)] min-h-80' : undefined}
    >
      <PositionHead sort={sort} compact={compact} onSort={onSort} />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys come from the buttons in it */}
      <tbody onKeyDown={moveBetweenRows}>
        {before > 0 && <Gap height={before} />}
        {shown.map(({ index }) => {
          const line = lines[index];
          if (!line) return null;
          const measured = isVirtual ? { ref: virtualizer.measureElement, 'data-index': index } : {};
          return line.kind === 'account' ? (
            <tr key={line.account.id} {...measured}>
              <AccountLine account={line.account} count={line.count} />
            </tr>
          ) : (
            <tr
              key={`${line.account.id}/${line.positionId}`}
              className="relative hover:bg-raised"
              data-position={line.positionId}
              {...measured}
            >
              <StatefulRow line={line} compact={compact} onOpen={onOpen} />
            </tr>
          );
        })}
        {after > 0 && <Gap height={after} />}
      </tbody>
    </Table>
  );
}

function StatefulRow(props: {
  line: Extract<Line, { kind: 'position' }>;
  compact: boolean;
  onOpen: PositionsTableProps['onOpen'];
}) {
  const { account, positionId } = props.line;
  const state: ShownState = useFreshnessState(useMemo(() => [account.id], [account.id]));
  return (
    <PositionRow
      accountId={account.id}
      positionId={positionId}
      state={state}
      compact={props.compact}
      onOpen={props.onOpen}
    />
  );
}

/** The account that the rows below belong to, with its own freshness and sum. */
function AccountLine({ account, count }: { account: Account; count: number }) {
  const ids = useMemo(() => [account.id], [account.id]);
  const freshness = useFreshness(ids);
  const openPnl = useAccountValue(account.id, (live) => live.figures.unrealisedPnl);
  return (
    <th
      scope="rowgroup"
      colSpan={columnCount}
      className="h-9 border-b border-line bg-raised px-4 text-left text-xs font-normal"
    >
      <span className="flex items-center gap-x-3">
        <span className="truncate text-sm font-medium">{account.label}</span>
        <EnvironmentBadge environment={account.environment} />
        <span className="text-muted max-md:hidden">
          {count} {count === 1 ? 'position' : 'positions'}
        </span>
        <FreshnessMark freshness={freshness} />
        <span className="ml-auto text-sm whitespace-nowrap max-md:hidden">
          <Pnl amount={openPnl} currency={account.currency} stale={isStale(freshness.state)} />{' '}
          <span className="text-xs text-muted">{account.currency}</span>
        </span>
      </span>
    </th>
  );
}

function Gap({ height }: { height: number }) {
  return (
    <tr aria-hidden>
      <td colSpan={columnCount} style={{ height, padding: 0 }}>
        {null}
      </td>
    </tr>
  );
}

function toLines(groups: readonly PositionGroup[]): readonly Line[] {
  return groups
    .filter(({ ids }) => ids.length > 0)
    .flatMap(({ account, ids }): Line[] => [
      { kind: 'account', account, count: ids.length },
      ...ids.map((positionId): Line => ({ kind: 'position', account, positionId })),
    ]);
}

/** Arrow keys go from row to row. */
function moveBetweenRows(event: KeyboardEvent<HTMLTableSectionElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('[data-row]')];
  const at = rows.findIndex((row) => row === document.activeElement);
  if (at < 0) return;
  event.preventDefault();
  rows[at + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
}
