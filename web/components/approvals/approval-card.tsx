'use client';

import { UserCheck } from 'lucide-react';
import { useState } from 'react';
import { CommandStageLine } from '@/components/live/command-stage.tsx';
import { useSentCommand } from '@/components/live/use-sent-command.ts';
import { Button } from '@/components/ui/button.tsx';
import { brokerName, environmentName } from '@/format/names.ts';
import { useAccounts } from '@/live/accounts.ts';
import type { WaitingCommand } from '@/live/approvals.ts';
import { useNowValue } from '@/live/clock.ts';
import { useCommandDocument } from '@/live/command-document.ts';
import { useMembership } from '@/live/desk-context.tsx';
import { useLink } from '@/live/link.ts';
import { dataOf } from '@/live/loadable.ts';
import { ApprovalCountdown } from './approval-countdown.tsx';
import type { HeldApproval } from './held-approvals.ts';
import { sayCommand, sayOutcome } from './approval-words.ts';

/** One command that waits: the other members decide, its sender sees that it waits. */
export function ApprovalCard({ command, isWaiting }: HeldApproval) {
  const { uid } = useMembership();
  const newest = dataOf(useCommandDocument(command.id)) ?? command;
  const account = dataOf(useAccounts())?.find(({ id }) => id === command.accountId);
  const isOwn = command.actor.uid === uid;
  const decided = newest.approval?.decision !== undefined || !isWaiting;
  return (
    <article
      aria-label={isOwn ? 'Your order waits for approval' : `${command.actor.name} asks for approval`}
      data-testid="approval-card"
      data-decided={decided}
      className="rounded-card border-2 border-warning bg-raised p-3 text-sm shadow-overlay"
    >
      <div role="alert">
        <h2 className="flex items-center gap-2 pr-9 text-base font-semibold">
          <UserCheck aria-hidden size={18} className="shrink-0 text-warning" />
          {titleOf(isOwn, decided, command.actor.name)}
        </h2>
      </div>
      <p className="mt-1.5 font-medium">{sayCommand(command)}</p>
      <p className="text-muted">
        {account
          ? `${account.label}, ${brokerName(account.broker)} ${environmentName(account.environment)}`
          : command.accountId}
      </p>
      <p className="mt-1">{command.approval.reason}</p>
      {decided ? (
        <p role="status" data-testid="approval-outcome" className="mt-2 font-semibold">
          {sayOutcome(newest)}
        </p>
      ) : (
        <div className="mt-2 flex flex-col gap-2">
          <ApprovalCountdown untilMs={command.approval.untilMs} />
          {isOwn ? (
            <p className="text-muted">Another owner or trader has to approve it. Nothing is sent until then.</p>
          ) : (
            <Decision command={command} />
          )}
        </div>
      )}
    </article>
  );
}

function titleOf(isOwn: boolean, decided: boolean, sender: string): string {
  if (decided) return isOwn ? 'Your order' : `Order of ${sender}`;
  return isOwn ? 'Your order waits for approval' : `${sender} asks for your approval`;
}

/** Two steps, so that no slip of the finger decides. */
function Decision({ command }: { command: WaitingCommand }) {
  const [choice, setChoice] = useState<'approve' | 'refuse'>();
  // Made with the choice, so that two clicks are one decision.
  const [commandId, setCommandId] = useState('');
  const { state: link } = useLink();
  const sent = useSentCommand();
  const isLate = useNowValue((nowMs) => nowMs >= command.approval.untilMs) ?? false;
  const offReason =
    link === 'offline'
      ? 'Not possible offline: nothing could be sent from here.'
      : isLate
        ? 'Time is up.'
        : sent.isUnderWay
          ? 'It is on its way.'
          : undefined;
  const choose = (next: 'approve' | 'refuse') => {
    setCommandId(crypto.randomUUID());
    setChoice(next);
  };
  return (
    <>
      {choice === undefined ? (
        <div className="grid grid-cols-2 gap-2">
          <Button offReason={offReason} onClick={() => choose('refuse')}>
            Refuse …
          </Button>
          <Button offReason={offReason} onClick={() => choose('approve')}>
            Approve …
          </Button>
        </div>
      ) : (
        <div className="grid grid-cols-2 gap-2">
          <Button onClick={() => setChoice(undefined)}>Back</Button>
          <Button
            variant={choice === 'approve' ? 'primary' : 'danger'}
            offReason={offReason}
            onClick={() =>
              sent.send('decideApproval', { commandId: command.id, approve: choice === 'approve' }, commandId)
            }
          >
            {choice === 'approve' ? 'Yes, approve it' : 'Yes, refuse it'}
          </Button>
        </div>
      )}
      {offReason !== undefined && !sent.isUnderWay && <p className="text-xs text-warning">{offReason}</p>}
      {sent.life && <CommandStageLine title="Your decision" life={sent.life} />}
    </>
  );
}
