'use client';

import { useState } from 'react';
import { commandTitles } from '@tapedeck/core/commands/command-titles';
import { CommandStageLine } from '@/components/live/command-stage.tsx';
import { useSentCommand } from '@/components/live/use-sent-command.ts';
import { Card } from '@/components/ui/card.tsx';
import { useDeskCommandOffReason } from '@/live/desk-command-access.ts';
import { useMembership } from '@/live/desk-context.tsx';
import { usePresence } from '@/live/presence.ts';
import { MemberDialog, type MemberAct } from './member-dialog.tsx';
import { MemberRow } from './member-row.tsx';
import { MembersInvite } from './members-invite.tsx';
import { membersOf } from './members.ts';

/** Who belongs to the desk and watches it now; owners invite, change roles and remove. */
export function MembersCard() {
  const membership = useMembership();
  const watchers = usePresence();
  const off = useDeskCommandOffReason('owner');
  const sent = useSentCommand();
  const [act, setAct] = useState<MemberAct>();
  const members = membersOf(membership);
  const mayManage = membership.role === 'owner';
  const offReason = off ?? (sent.isUnderWay ? 'The last change is still on its way.' : undefined);
  return (
    <Card title="Members" actions={<span className="text-xs text-muted">You are {membership.role} of this desk.</span>}>
      <ul>
        {members.map((member) => (
          <MemberRow
            key={member.uid}
            member={member}
            members={members}
            isMe={member.uid === membership.uid}
            page={watchers.find(({ uid }) => uid === member.uid)?.page}
            offReason={offReason}
            {...(mayManage ? { onAct: setAct } : {})}
          />
        ))}
      </ul>
      {sent.life && (
        <div className="mt-3">
          <CommandStageLine title={commandTitles[sent.life.type]} life={sent.life} />
        </div>
      )}
      {mayManage ? (
        <MembersInvite />
      ) : (
        <p className="mt-3 text-xs text-muted">Owners invite, remove and change roles.</p>
      )}
      {act && (
        <MemberDialog
          act={act}
          isStillMember={members.some(({ uid }) => uid === act.member.uid)}
          offReason={offReason}
          onClose={() => setAct(undefined)}
          onConfirm={() => {
            const { uid } = act.member;
            if (act.type === 'remove') sent.send('removeMember', { uid });
            else sent.send('changeRole', { uid, role: act.role });
            setAct(undefined);
          }}
        />
      )}
    </Card>
  );
}
