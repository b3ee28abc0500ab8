'use client';

import { useMemo, useRef } from 'react';
import { FreshnessMark } from '@/components/live/freshness-mark.tsx';
import { Pnl } from '@/components/live/pnl.tsx';
import { actOffReason, useTradingAccess } from '@/components/live/trading-access.ts';
import { EnvironmentBadge } from '@/components/shell/account-switcher.tsx';
import { moveBetweenRows } from '@/components/ui/move-between-rows.ts';
import { TableGap } from '@/components/ui/table-gap.tsx';
import { Table } from '@/components/ui/table.tsx';
import { useVirtualRows, type VirtualRows } from '@/components/ui/use-virtual-rows.ts';
import type { Account } from '@/live/accounts.ts';
import { useFreshness } from '@/live/freshness.ts';
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
        {byAccount(indexes, lines).map(({ account, drawn }) => (
          <AccountLines
            key={account.id}
            account={account}
            drawn={drawn}
            compact={compact}
            measureProps={measureProps}
            onOpen={onOpen}
            onClose={onClose}
          />
        ))}
        <TableGap height={after} columns={columnCount} />
      </tbody>
    </Table>
  );
}

interface DrawnLine {
  readonly index: number;
  readonly line: Line;
}

interface AccountLinesProps extends Pick<PositionsTableProps, 'onOpen' | 'onClose'> {
  account: Account;
  drawn: readonly DrawnLine[];
  compact: boolean;
  measureProps: VirtualRows['measureProps'];
}

/** The drawn lines of one account. What is the same for all its rows is followed here once, not by each of them. */
function AccountLines({ account, drawn, compact, measureProps, onOpen, onClose }: AccountLinesProps) {
  const access = useTradingAccess(account);
  return drawn.map(({ index, line }) => {
    const measured = measureProps(index);
    if (line.kind === 'account') {
      return (
        <tr key={account.id} {...measured}>
          <AccountLine account={account} count={line.count} />
        </tr>
      );
    }
    const { positionId } = line;
    return (
      <tr
        key={`${account.id}/${positionId}`}
        className="relative hover:bg-raised"
        data-position={positionId}
        {...measured}
      >
        <PositionRow
          accountId={account.id}
          positionId={positionId}
          state={access.prices}
          openedElsewhere={access.trading?.openedElsewhere?.[positionId]}
          compact={compact}
          closeOff={actOffReason(access, 'exit', positionId.split('_')[0] ?? positionId)}
          onOpen={onOpen}
          onClose={onClose}
        />
      </tr>
    );
  });
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

/** The drawn lines, one group for each account that has some. */
function byAccount(
  indexes: readonly number[],
  lines: readonly Line[],
): readonly { readonly account: Account; readonly drawn: readonly DrawnLine[] }[] {
  const groups = new Map<string, { account: Account; drawn: DrawnLine[] }>();
  for (const index of indexes) {
    const line = lines[index];
    if (!line) continue;
    const group = groups.get(line.account.id) ?? { account: line.account, drawn: [] };
    group.drawn.push({ index, line });
    groups.set(line.account.id, group);
  }
  return [...groups.values()];
}

function toLines(groups: readonly PositionGroup[]): readonly Line[] {
  return groups
    .filter(({ ids }) => ids.length > 0)
    .flatMap(({ account, ids }): Line[] => [
      { kind: 'account', account, count: ids.length },
      ...ids.map((positionId): Line => ({ kind: 'position', account, positionId })),
    ]);
}
