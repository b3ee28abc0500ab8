'use client';

import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useMemo, useState } from 'react';
import { Th } from '@/components/ui/table.tsx';
import { useIsPhone } from '@/components/ui/use-is-phone.ts';
import type { Activity } from '@/live/activity.ts';
import { usePreference } from '@/preferences/use-preferences.ts';
import { toListRows } from './activity-rows.ts';
import { DayRow, EntryRow, PhoneEntryRow } from './entry-row.tsx';

const heights = { day: 32, entry: 36, phoneEntry: 60 } as const;

export interface ActivityTableProps {
  entries: readonly Activity[];
  labelOf: (accountId: string) => string;
  onOpen: (id: string) => void;
}

/** Entries by day. Only what is in sight is drawn; the rows have fixed heights, so that scrolling stays true. */
export function ActivityTable({ entries, labelOf, onOpen }: ActivityTableProps) {
  const zone = usePreference('timeZone');
  const isPhone = useIsPhone();
  const rows = useMemo(() => toListRows(entries, zone), [entries, zone]);
  const [marginPx, setMarginPx] = useState(0);
  const measure = useCallback((body: HTMLTableSectionElement | null) => {
    if (body) setMarginPx(body.getBoundingClientRect().top + scrollY);
  }, []);

  // oxlint-disable-next-line react/incompatible-library -- its functions are called here alone, never handed on
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: (index) => (rows[index]?.type === 'day' ? heights.day : isPhone ? heights.phoneEntry : heights.entry),
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 12,
    scrollMargin: marginPx,
    initialRect: { width: 0, height: 800 },
  });
  const items = virtualizer.getVirtualItems();
  const before = (items[0]?.start ?? marginPx) - marginPx;
  const after = virtualizer.getTotalSize() - ((items.at(-1)?.end ?? marginPx) - marginPx);

  return (
    <table className="w-full table-fixed border-collapse text-sm" aria-label="Activity" aria-rowcount={rows.length + 1}>
      <thead className="max-md:sr-only">
        <tr>
          <Th className="top-12 w-[12ch]">Time</Th>
          <Th className="top-12 w-[13ch]">Kind</Th>
          <Th className="top-12">What</Th>
          <Th className="top-12 w-[24ch] max-xl:hidden">Before → after</Th>
          <Th className="top-12 w-[15ch]">Who</Th>
          <Th className="top-12 w-[10ch] max-lg:hidden">Account</Th>
          <Th className="top-12 w-[14ch]">Result</Th>
          <Th className="top-12 w-[12ch] max-xl:hidden">Command</Th>
        </tr>
      </thead>
      <tbody ref={measure}>
        {before > 0 && <Space height={before} />}
        {items.map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          if (row.type === 'day') return <DayRow key={row.id} day={row.day} zone={zone} />;
          const shown = { entry: row.entry, zone, label: labelOf(row.entry.accountId ?? ''), onOpen };
          return isPhone ? <PhoneEntryRow key={row.id} {...shown} /> : <EntryRow key={row.id} {...shown} />;
        })}
        {after > 0 && <Space height={after} />}
      </tbody>
    </table>
  );
}

function Space({ height }: { height: number }) {
  return <tr aria-hidden style={{ height }} />;
}
