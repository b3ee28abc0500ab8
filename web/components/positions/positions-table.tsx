'use client';

import { useMemo, useRef } from 'react';
import { FreshnessMark } from '@/components/live/freshness-mark.tsx';
import { Pnl } from '@/components/live/pnl.tsx';
import { actOffReason, useTradingAccess } from '@/components/live/trading-access.ts';
import { EnvironmentBadge } from '@/components/shell/account-switcher.tsx';
import { moveBetweenRows } from '@/components/ui/move-between-rows.ts';
import { TableGap } from '@/components/ui/table-gap.tsx';
import { Table } from '@/components/ui/table.tsx';
import { useVirtualRows } from '@/components/ui/use-virtual-rows.ts';
import type { Account } from '@/live/accounts.ts';
import { useFreshness, useFreshnessState, type ShownState } from '@/live/freshness.ts';
import { useLiveTrading } from '@/live/live-trading.ts';
import { dataOf } from '@/live/loadable.ts';
import { useAccountValue } from '@/live/use-account-live.ts';
import { columnCount, PositionHead } from './position-head.tsx';
import { PositionRow, type PositionRowProps } from './position-row.tsx';
import type { Sort } from './position-sort.ts';
import type { PositionGroup } from './use-position-groups.ts';

export interface PositionsTableProps {
  groups: readonly PositionGroup[];
  sort: Sort;
  compact?: boolean;
  onSort: (sort: Sort) => void;
  onOpen: (accountId: string, positionId: string) => void;
  onClose: PositionRowProps['onClose'];
}

type Line =
  | { readonly kind: 'account'; readonly account: Account; readonly count: number }
  | { readonly kind: 'position'; readonly account: Account; readonly positionId: string };

const rowHeight = 37;

export function PositionsTable({ groups, sort, compact = false, onSort, onOpen, onClose }: PositionsTableProps) {
  const box = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => toLines(groups), [groups]);
  const { isVirtual, indexes, before, after, measureProps } = useVirtualRows(lines.length, rowHeight, box);

  return (
    <Table
      ref={box}
      label="Positions by account"
      className={isVirtual ? 'max-h-[calc(100dvh-220px)] min-h-80' : undefined}
    >
      <PositionHead sort={sort} compact={compact} onSort={onSort} />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys come from the buttons in it */}
      <tbody onKeyDown={moveBetweenRows}>
        <TableGap height={before} columns={columnCount} />
        {indexes.map((index) => {
          const line = lines[index];
          if (!line) return null;
          const measured = measureProps(index);
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
              <StatefulRow line={line} compact={compact} onOpen={onOpen} onClose={onClose} />
            </tr>
          );
        })}
        <TableGap height={after} columns={columnCount} />
      </tbody>
    </Table>
  );
}

function StatefulRow(props: {
  line: Extract<Line, { kind: 'position' }>;
  compact: boolean;
  onOpen: PositionsTableProps['onOpen'];
  onClose: PositionsTableProps['onClose'];
}) {
  const { account, positionId } = props.line;
  const access = useTradingAccess(account);
  const state: ShownState = useFreshnessState(useMemo(() => [account.id], [account.id]));
  const openedElsewhere = dataOf(useLiveTrading(account.id))?.openedElsewhere?.[positionId];
  return (
    <PositionRow
      accountId={account.id}
      positionId={positionId}
      state={state}
      openedElsewhere={openedElsewhere}
      compact={props.compact}
      closeOff={actOffReason(access, 'exit', positionId.split('_')[0] ?? positionId)}
      onOpen={props.onOpen}
      onClose={props.onClose}
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
          <Pnl amount={openPnl} currency={account.currency} state={freshness.state} />{' '}
          <span className="text-xs text-muted">{account.currency}</span>
        </span>
      </span>
    </th>
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
