'use client';

import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names.ts';
import type { CommandLife, CommandStage } from '@/live/command-life.ts';

interface StageWords {
  readonly symbol: string;
  readonly text: string;
  readonly colour: string;
  /** Told at once to screen readers, as what needs attention. */
  readonly isFailure?: true;
}

const words: Record<CommandStage, StageWords> = {
  sending: { symbol: '○', text: 'Sending', colour: 'text-muted' },
  'not-confirmed': {
    symbol: '?',
    text: 'Not confirmed. It may still be carried out; look at the account before you send it again.',
    colour: 'text-warning',
  },
  accepted: { symbol: '◔', text: 'Accepted', colour: 'text-info' },
  'awaiting-approval': { symbol: '◔', text: 'Waits for another member to approve it', colour: 'text-warning' },
  executing: { symbol: '◑', text: 'Executing', colour: 'text-info' },
  succeeded: { symbol: '✓', text: 'Done', colour: 'text-up' },
  failed: { symbol: '✕', text: 'Failed', colour: 'text-down', isFailure: true },
  rejected: { symbol: '✕', text: 'Rejected', colour: 'text-down', isFailure: true },
  expired: { symbol: '✕', text: 'Expired', colour: 'text-down', isFailure: true },
  unknown: {
    symbol: '?',
    text: 'Unknown: it may have been carried out. It is being looked up.',
    colour: 'text-warning',
    isFailure: true,
  },
};

export interface CommandStageLineProps {
  /** What was sent, such as "Force sync". */
  title: string;
  life: CommandLife;
  /** Such as an undo button, once it has ended. */
  action?: ReactNode;
}

/** Where a command stands in its life: "Force sync: ◑ Executing". */
export function CommandStageLine({ title, life, action }: CommandStageLineProps) {
  const { symbol, text, colour, isFailure } = words[life.stage];
  return (
    <p
      role={isFailure ? 'alert' : 'status'}
      data-testid="command-stage"
      data-stage={life.stage}
      className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-sm"
    >
      <span className="text-muted">{title}:</span>{' '}
      <span className={classNames('font-medium', colour)}>
        <span aria-hidden>{symbol}</span> {text}
        {life.stage === 'accepted' && <span className="font-normal text-muted"> ({life.id.slice(0, 8)})</span>}
      </span>
      {life.message !== undefined && <span> {life.message}</span>}
      {action}
    </p>
  );
}
