'use client';

import { useMemo, useRef } from 'react';
import type { ClosedPositionDocument } from '@tapedeck/core/documents/trading-documents';
import { toVenueId } from '@tapedeck/core/documents';
import { isZero } from '@tapedeck/core/decimal-arithmetic';
import { LoadOlder } from '@/components/live/load-older.tsx';
import { Pnl } from '@/components/live/pnl.tsx';
import { formatAt } from '@/components/orders/order-words.ts';
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states.tsx';
import { TableGap } from '@/components/ui/table-gap.tsx';
import { Table, Td, Th } from '@/components/ui/table.tsx';
import { useIsPhone } from '@/components/ui/use-is-phone.ts';
import { useVirtualRows } from '@/components/ui/use-virtual-rows.ts';
import { formatSpan } from '@/format/durations.ts';
import { instrumentName } from '@/format/names.ts';
import { formatMoney, formatSignedMoney, unknownFigure } from '@/format/numbers.ts';
import { formatDateMinute, formatInstant } from '@/format/times.ts';
import type { Account } from '@/live/accounts.ts';
import { useClosedPositions } from '@/live/closed-positions.ts';
import { useInstrument } from '@/live/instruments.ts';
import { usePreference } from '@/preferences/use-preferences.ts';
import { SideWord } from './position-row.tsx';

const columnCount = 11;
const rowHeight = { desk: 37, phone: 57 } as const;

/** What was closed, with the result by our ledger beside the venue's own figure. */
export function ClosedPositions({ accounts }: { accounts: readonly Account[] }) {
  const box = useRef<HTMLDivElement>(null);
  const isPhone = useIsPhone();
  const pages = useClosedPositions(useMemo(() => accounts.map(({ id }) => id), [accounts]));
  const rows = useVirtualRows(pages.entries?.length ?? 0, isPhone ? rowHeight.phone : rowHeight.desk, box);
  if (!pages.entries) {
    return pages.error ? (
      <ErrorState title="Closed positions could not be loaded" message={pages.error.message} />
    ) : (
      <SkeletonRows rows={8} label="Loading closed positions" />
    );
  }
  if (pages.entries.length === 0) {
    return (
      <EmptyState title="No closed positions yet">
        A position stands here once it is flat again, with its profit or loss by our ledger and by the venue.
      </EmptyState>
    );
  }
  const entries = pages.entries;
  return (
    <>
      <Table
        ref={box}
        label="Closed positions"
        className={rows.isVirtual ? 'max-h-[calc(100dvh-220px)] min-h-80' : undefined}
      >
        <thead className="max-md:sr-only">
          <tr>
            <Th className="max-md:hidden">Closed</Th>
            <Th className="max-lg:hidden">Account</Th>
            <Th>Instrument</Th>
            <Th className="max-md:hidden">Side</Th>
            <Th numeric className="max-md:hidden">
              Quantity
            </Th>
            <Th numeric className="max-md:hidden">
              Entry
            </Th>
            <Th numeric className="max-md:hidden">
              Exit
            </Th>
            <Th numeric className="max-xl:hidden">
              Fees
            </Th>
            <Th numeric>Net P&L</Th>
            <Th numeric className="max-md:hidden">
              Venue&apos;s P&L
            </Th>
            <Th numeric className="max-md:hidden">
              Difference
            </Th>
          </tr>
        </thead>
        <tbody>
          <TableGap height={rows.before} columns={columnCount} />
          {rows.indexes.map((index) => {
            const entry = entries[index];
            const account = accounts.find(({ id }) => id === entry?.accountId);
            return (
              entry &&
              account && (
                <tr
                  key={entry.id}
                  data-closed={entry.documentId}
                  className="hover:bg-raised"
                  {...rows.measureProps(index)}
                >
                  <Cells closed={entry.data} account={account} />
                </tr>
              )
            );
          })}
          <TableGap height={rows.after} columns={columnCount} />
        </tbody>
      </Table>
      <LoadOlder pages={pages} what="positions" />
    </>
  );
}

function Cells({ closed, account }: { closed: ClosedPositionDocument; account: Account }) {
  const zone = usePreference('timeZone');
  const terms = useInstrument(toVenueId(account), closed.instrumentId);
  const { pair, kind } = instrumentName(closed.instrumentId);
  const currency = closed.instrumentId.split('-')[1] ?? '';
  const quantity = formatAt(closed.quantity, terms?.stepSize);
  return (
    <>
      <Td className="text-muted max-md:hidden">
        <time dateTime={new Date(closed.closedAtMs).toISOString()} title={formatInstant(closed.closedAtMs, zone)}>
          {formatDateMinute(closed.closedAtMs, zone)}
        </time>
      </Td>
      <Td className="max-lg:hidden">{account.label}</Td>
      <Td className="max-md:h-14 max-md:whitespace-normal">
        <span className="font-medium" title={`Open for ${formatSpan(closed.closedAtMs - closed.openedAtMs)}`}>
          {pair}
          <span className="ml-1.5 text-xs font-normal text-muted">{kind}</span>
        </span>
        <span className="block text-xs text-muted md:hidden">
          <SideWord side={closed.side} /> {quantity}, {formatDateMinute(closed.closedAtMs, zone)}
        </span>
      </Td>
      <Td className="max-md:hidden">
        <SideWord side={closed.side} />
      </Td>
      <Td numeric className="max-md:hidden">
        {quantity}
      </Td>
      <Td numeric className="max-md:hidden">
        {formatAt(closed.entryPrice, terms?.tickSize)}
      </Td>
      <Td numeric className="max-md:hidden">
        {formatAt(closed.exitPrice, terms?.tickSize)}
      </Td>
      <Td numeric className="max-xl:hidden">
        {sayFees(closed.fees)}
      </Td>
      <Td numeric>
        <Pnl amount={closed.netPnl} currency={currency} className="font-medium" />
        <span className="block text-xs text-muted md:hidden">
          {closed.venue ? `venue ${formatSignedMoney(closed.venue.pnl, currency)}` : 'venue has not told'}
        </span>
      </Td>
      <Td numeric className="max-md:hidden">
        {formatSignedMoney(closed.venue?.pnl, currency)}
      </Td>
      <Td numeric className="max-md:hidden">
        <Difference closed={closed} />
      </Td>
    </>
  );
}

/** Our figure less the venue's: unrounded, because a difference of a thousandth is one too. */
function Difference({ closed }: { closed: ClosedPositionDocument }) {
  if (!closed.venue) return <span className="text-muted">{unknownFigure}</span>;
  const { difference } = closed.venue;
  if (isZero(difference)) return <span className="text-muted">none</span>;
  return <span className="text-warning">{formatAt(difference, undefined)}</span>;
}

function sayFees(fees: ClosedPositionDocument['fees']): string {
  const paid = Object.entries(fees).map(([currency, amount]) => `${formatMoney(amount, currency)} ${currency}`);
  return paid.length === 0 ? unknownFigure : paid.join(', ');
}
