'use client';

import { ArrowRightLeft, Gauge, Send, Wallet, type LucideIcon } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { Badge } from '@/components/ui/badge.tsx';
import { classNames } from '@/components/ui/class-names.ts';
import { Td } from '@/components/ui/table.tsx';
import { formatInstant, formatTime, zoneName } from '@/format/times.ts';
import type { Activity } from '@/live/activity.ts';
import type { TimeZoneChoice } from '@/preferences/preferences.ts';
import { changesLine, summaryOf } from './activity-changes.ts';
import { kindNames, resultWords, shortId, type ActivityKind } from './activity-words.ts';

const icons: Record<ActivityKind, LucideIcon> = {
  trade: ArrowRightLeft,
  command: Send,
  account: Wallet,
  system: Gauge,
};

export function DayRow({ day, zone }: { day: string; zone: TimeZoneChoice }) {
  return (
    <tr>
      <th
        scope="rowgroup"
        colSpan={8}
        className="h-8 border-b border-line bg-canvas px-4 text-left text-xs font-medium text-muted max-md:px-3"
      >
        {day} <span className="font-normal">({zoneName(zone, Date.parse(day))})</span>
      </th>
    </tr>
  );
}

export interface EntryRowProps {
  entry: Activity;
  zone: TimeZoneChoice;
  /** Of its account; empty when it has none. */
  label: string;
  onOpen: (id: string) => void;
}

export function EntryRow({ entry, zone, label, onOpen }: EntryRowProps) {
  const Icon = icons[entry.kind];
  const changes = changesLine(entry, zone);
  return (
    <tr className="cursor-pointer hover:bg-raised" onClick={() => onOpen(entry.id)} data-testid="activity-row">
      <Td className="text-muted">
        <Time entry={entry} zone={zone} />
      </Td>
      <Td>
        <span className="flex items-center gap-1.5 text-muted">
          <Icon aria-hidden size={14} className="shrink-0" />
          {kindNames[entry.kind]}
        </span>
      </Td>
      <Td>
        <What entry={entry} className="truncate" />
      </Td>
      <Td className="truncate text-muted max-xl:hidden">
        <span title={changes}>{changes}</span>
      </Td>
      <Td className="truncate">{entry.actor.name}</Td>
      <Td className="truncate max-lg:hidden">{label}</Td>
      <Td>
        <Result entry={entry} />
      </Td>
      <Td className="text-muted max-xl:hidden">{entry.commandId !== undefined && shortId(entry.commandId)}</Td>
    </tr>
  );
}

/** Two lines: what, then when, who and how it ended. */
export function PhoneEntryRow({ entry, zone, label, onOpen }: EntryRowProps) {
  return (
    <tr onClick={() => onOpen(entry.id)} data-testid="activity-row">
      <td colSpan={8} className="h-15 border-b border-line px-3 py-0">
        <What entry={entry} className="truncate" />
        <div className="mt-0.5 flex items-center gap-2 text-xs text-muted">
          <span className="min-w-0 truncate">
            <Time entry={entry} zone={zone} /> · {entry.actor.name}
            {label !== '' && ` · ${label}`}
          </span>
          <span className="ml-auto shrink-0">
            <Result entry={entry} />
          </span>
        </div>
      </td>
    </tr>
  );
}

/** The row's button, for the keyboard. */
function What({ entry, className }: { entry: Activity; className: string }) {
  const summary = summaryOf(entry);
  return (
    <button
      type="button"
      data-entry={entry.id}
      title={summary}
      aria-haspopup="dialog"
      onKeyDown={moveBetweenRows}
      className={classNames('block w-full text-left', className)}
    >
      {summary}
    </button>
  );
}

/** Up and down go to the neighbouring entry. */
function moveBetweenRows(event: KeyboardEvent<HTMLButtonElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const body = event.currentTarget.closest('tbody');
  const buttons = [...(body?.querySelectorAll<HTMLButtonElement>('[data-entry]') ?? [])];
  const next = buttons[buttons.indexOf(event.currentTarget) + (event.key === 'ArrowDown' ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function Time({ entry, zone }: { entry: Activity; zone: TimeZoneChoice }) {
  return (
    <time dateTime={new Date(entry.atMs).toISOString()} title={formatInstant(entry.atMs, zone)}>
      {formatTime(entry.atMs, zone)}
    </time>
  );
}

function Result({ entry }: { entry: Activity }) {
  if (entry.result === undefined) return null;
  const { text, tone } = resultWords[entry.result];
  return <Badge tone={tone}>{text}</Badge>;
}
