'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { RecentTime } from '@/components/live/recent-time.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { Drawer } from '@/components/ui/dialog.tsx';
import { ErrorState, SkeletonRows } from '@/components/ui/states.tsx';
import { Table, Td, Th } from '@/components/ui/table.tsx';
import { formatInstant } from '@/format/times.ts';
import type { Activity } from '@/live/activity.ts';
import { useActivityEntry } from '@/live/activity-entry.ts';
import { useCommandDocument } from '@/live/command-document.ts';
import { dataOf } from '@/live/loadable.ts';
import { usePreference } from '@/preferences/use-preferences.ts';
import { changesOf, summaryOf } from './activity-changes.ts';
import { factsOf, failureOf } from './activity-facts.ts';
import { kindNames, resultWords } from './activity-words.ts';

export interface ActivityDrawerProps {
  /** The entry to show; the drawer is shut without one. */
  id: string | undefined;
  /** Those that are loaded already. */
  entries: readonly Activity[];
  labelOf: (accountId: string) => string;
  onClose: () => void;
}

/** All that is known of one entry: the trade, or the command with its life and what it changed. */
export function ActivityDrawer({ id, entries, labelOf, onClose }: ActivityDrawerProps) {
  const loaded = entries.find((entry) => entry.id === id);
  const asked = useActivityEntry(loaded ? undefined : id);
  const entry = loaded ?? dataOf(asked);
  return (
    <Drawer
      open={id !== undefined}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={entry ? kindNames[entry.kind] : 'Activity'}
      description={entry && summaryOf(entry)}
    >
      {entry ? (
        <Details entry={entry} labelOf={labelOf} />
      ) : asked.status === 'success' ? (
        <ErrorState title="There is no such entry" message="The link may be mistyped, or it belongs to another desk." />
      ) : asked.status === 'error' ? (
        <ErrorState title="This entry could not be loaded" message={asked.error.message} />
      ) : (
        <SkeletonRows rows={4} label="Loading the entry" />
      )}
    </Drawer>
  );
}

function Details({ entry, labelOf }: { entry: Activity; labelOf: (accountId: string) => string }) {
  const zone = usePreference('timeZone');
  const failure = failureOf(entry);
  const changes = changesOf(entry, zone);
  return (
    <>
      {failure !== undefined && <p className="mb-3 text-sm text-down">{failure}</p>}
      <dl className="grid grid-cols-[9.5rem_1fr] gap-x-3 gap-y-1.5 text-sm">
        <Row name="When">{formatInstant(entry.atMs, zone)}</Row>
        <Row name="Who">{entry.actor.name}</Row>
        {entry.accountId !== undefined && <Row name="Account">{labelOf(entry.accountId)}</Row>}
        {entry.result !== undefined && (
          <Row name="Result">
            <Badge tone={resultWords[entry.result].tone}>{resultWords[entry.result].text}</Badge>
          </Row>
        )}
        <Row name="Type">{entry.type}</Row>
        {factsOf(entry, zone).map(({ name, value }) => (
          <Row key={name} name={name}>
            {value}
          </Row>
        ))}
        {entry.commandId !== undefined && <Row name="Command id">{entry.commandId}</Row>}
      </dl>
      {changes.length > 0 && (
        <section className="mt-5">
          <h3 className="mb-1 text-sm font-semibold">What changed</h3>
          <Table label="What changed">
            <thead>
              <tr>
                <Th>Setting</Th>
                <Th numeric>Before</Th>
                <Th numeric>After</Th>
              </tr>
            </thead>
            <tbody>
              {changes.map(({ name, before, after }) => (
                <tr key={name}>
                  <Td>{name}</Td>
                  <Td numeric className="text-muted">
                    {before}
                  </Td>
                  <Td numeric>{after}</Td>
                </tr>
              ))}
            </tbody>
          </Table>
        </section>
      )}
      {entry.commandId !== undefined && <CommandHistory commandId={entry.commandId} />}
      {entry.kind === 'trade' && entry.positionId !== undefined && (
        <Link
          href="/positions"
          className="mt-5 inline-block text-sm font-medium text-accent underline-offset-4 hover:underline"
        >
          To the positions
        </Link>
      )}
    </>
  );
}

/** Each state that the command reached, with the time from the one before. */
function CommandHistory({ commandId }: { commandId: string }) {
  const command = dataOf(useCommandDocument(commandId));
  if (!command) return null;
  return (
    <section className="mt-5">
      <h3 className="mb-1 text-sm font-semibold">Life of the command</h3>
      <ol className="text-sm">
        {command.history.map(({ status, atMs }, index) => {
          const previous = command.history[index - 1];
          return (
            <li key={status} className="flex justify-between border-b border-line py-1.5 last:border-0">
              <span className="capitalize">{status}</span>
              <span className="text-muted">
                {previous && <span className="mr-3">+{atMs - previous.atMs} ms</span>}
                <RecentTime atMs={atMs} />
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
