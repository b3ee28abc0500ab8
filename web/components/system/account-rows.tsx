'use client';

import { EnvironmentBadge } from '@/components/shell/account-switcher.tsx';
import { classNames } from '@/components/ui/class-names.ts';
import { Skeleton } from '@/components/ui/states.tsx';
import { Td } from '@/components/ui/table.tsx';
import { formatInterval } from '@/format/durations.ts';
import { brokerName } from '@/format/names.ts';
import { formatAge, formatRecent } from '@/format/times.ts';
import type { Account } from '@/live/accounts.ts';
import { useNow } from '@/live/clock.ts';
import { useFreshness } from '@/live/freshness.ts';
import { useAccountValue } from '@/live/use-account-live.ts';
import { usePreference } from '@/preferences/use-preferences.ts';
import {
  ControlsNote,
  ForceSyncButton,
  hasControlsNote,
  PauseButton,
  useAccountControls,
} from '@/components/live/account-controls.tsx';
import { stateWords, streamWords, type StateWords } from './connection-words.ts';

/** Widths hold what the figures may become, so that nothing moves as they change. */
export const accountColumns = [
  { name: 'Account', className: 'xl:min-w-[24ch]' },
  { name: 'State', className: 'min-w-[28ch]' },
  { name: 'Stream', className: 'min-w-[15ch]' },
  { name: 'Last sync', className: 'min-w-[15ch]', numeric: true },
  { name: 'Heartbeat', className: 'min-w-[15ch]', numeric: true },
  { name: 'Poll', className: 'min-w-[9ch]', numeric: true },
  { name: 'Watched', className: 'min-w-[11ch]' },
] as const;

interface ConnectionFigures {
  readonly state: StateWords;
  readonly since: string;
  readonly stream: StateWords | undefined;
  readonly lastSync: string;
  readonly heartbeat: string;
  readonly poll: string;
  readonly watched: string;
  readonly error: string | undefined;
}

const lost: StateWords = { symbol: '✕', text: 'Worker lost', colour: 'text-down' };
const unknown = '—';

/** How the connection of an account stands, in words; undefined until its first heartbeat is here. */
function useConnectionFigures(account: Account): ConnectionFigures | undefined {
  const connection = useAccountValue(account.id, (live) => live.connection);
  const { state, asOfMs } = useFreshness([account.id]);
  const nowMs = useNow();
  const zone = usePreference('timeZone');
  if (!connection || nowMs === undefined) return undefined;
  const ago = (ms: number | undefined) => (ms === undefined ? unknown : `${formatAge(Math.max(0, nowMs - ms))} ago`);
  const isLost = state === 'worker-lost';
  const beatMs = connection.committedAt.toMillis();
  return {
    state: isLost ? lost : stateWords(connection.state),
    since: formatRecent(isLost ? beatMs : connection.stateSinceMs, nowMs, zone),
    stream: isLost ? undefined : streamWords(connection.stream),
    lastSync: ago(asOfMs || undefined),
    heartbeat: ago(beatMs),
    poll: formatInterval(connection.pollMs),
    watched: connection.watched ? 'Yes' : 'No',
    error: connection.error && `${connection.error.message} (${formatRecent(connection.error.atMs, nowMs, zone)})`,
  };
}

function Words({ words }: { words: StateWords | undefined }) {
  if (!words) return unknown;
  return (
    <span className={classNames('whitespace-nowrap', words.colour)}>
      <span aria-hidden>{words.symbol}</span> {words.text}
    </span>
  );
}

function AccountName({ account }: { account: Account }) {
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <span className="font-medium">{account.label}</span>
      <span className="text-xs text-muted">{brokerName(account.broker)}</span>
      <EnvironmentBadge environment={account.environment} />
    </span>
  );
}

export function AccountRow({ account }: { account: Account }) {
  const figures = useConnectionFigures(account);
  const controls = useAccountControls(account.id);
  const hasNote = figures?.error !== undefined || hasControlsNote(controls);
  const bare = hasNote ? 'border-b-0' : undefined;
  return (
    <>
      <tr data-testid="account-row" data-account={account.id}>
        <Td className={bare}>
          <AccountName account={account} />
        </Td>
        <Td className={bare}>
          {figures ? (
            <>
              <Words words={figures.state} /> <span className="text-xs text-muted">since {figures.since}</span>
            </>
          ) : (
            <Skeleton className="h-4 w-28" />
          )}
        </Td>
        <Td className={bare}>
          <Words words={figures?.stream} />
        </Td>
        <Td numeric className={bare}>
          {figures?.lastSync ?? unknown}
        </Td>
        <Td numeric className={bare}>
          {figures?.heartbeat ?? unknown}
        </Td>
        <Td numeric className={bare}>
          {figures?.poll ?? unknown}
        </Td>
        <Td className={bare}>{figures?.watched ?? unknown}</Td>
        <Td className={bare}>
          <span className="flex justify-end gap-2">
            <ForceSyncButton account={account} controls={controls} />
            <PauseButton account={account} controls={controls} />
          </span>
        </Td>
      </tr>
      {hasNote && (
        <tr>
          <td colSpan={accountColumns.length + 1} className="border-b border-line px-4 pb-2">
            <ErrorSentence message={figures?.error} />
            <ControlsNote account={account} controls={controls} />
          </td>
        </tr>
      )}
    </>
  );
}

export function AccountPanel({ account }: { account: Account }) {
  const figures = useConnectionFigures(account);
  const controls = useAccountControls(account.id);
  return (
    <li className="flex flex-col gap-2 border-b border-line px-4 py-3 last:border-0">
      <div className="flex items-center justify-between gap-2">
        <AccountName account={account} />
        {figures ? <Words words={figures.state} /> : <Skeleton className="h-4 w-16" />}
      </div>
      {/* Two lines of their own: running on, they would wrap elsewhere with each new age. */}
      <p className="text-sm text-muted">
        <span className="block">
          Synced {figures?.lastSync ?? unknown} · beat {figures?.heartbeat ?? unknown} · every{' '}
          {figures?.poll ?? unknown}
        </span>
        <span className="block">
          stream {figures?.stream?.text.toLowerCase() ?? unknown} ·{' '}
          {figures?.watched === 'Yes' ? 'watched' : 'not watched'}
        </span>
      </p>
      <ErrorSentence message={figures?.error} />
      <div className="flex gap-2">
        <ForceSyncButton account={account} controls={controls} />
        <PauseButton account={account} controls={controls} />
      </div>
      <ControlsNote account={account} controls={controls} />
    </li>
  );
}

function ErrorSentence({ message }: { message: string | undefined }) {
  if (message === undefined) return null;
  return <p className="text-sm text-down">{message}</p>;
}
