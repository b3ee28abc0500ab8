'use client';

import { useState } from 'react';
import type { Role } from '@tapedeck/core/documents/desk-document';
import { Button } from '@/components/ui/button.tsx';
import { Dialog } from '@/components/ui/dialog.tsx';
import { Field } from '@/components/ui/field.tsx';
import { roleHints, type Member } from './members.ts';

/** What is about to be done to a member. */
export type MemberAct =
  | { readonly type: 'remove'; readonly member: Member }
  | { readonly type: 'role'; readonly member: Member; readonly role: Role };

export interface MemberDialogProps {
  act: MemberAct;
  /** False once somebody else removed them meanwhile. */
  isStillMember: boolean;
  offReason: string | undefined;
  onClose: () => void;
  onConfirm: () => void;
}

/** The second step of a removal or a change of role: what it means. What touches an owner is typed. */
export function MemberDialog({ act, isStillMember, offReason, onClose, onConfirm }: MemberDialogProps) {
  const { member } = act;
  const [typed, setTyped] = useState('');
  const isTyped = member.role === 'owner' && act.type === 'remove';
  const reason =
    (isStillMember ? undefined : `${member.name} is no member of this desk any more.`) ??
    offReason ??
    (isTyped && typed.trim() !== member.name ? `Type ${member.name} to remove an owner.` : undefined);
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={act.type === 'remove' ? `Remove ${member.name}?` : `Make ${member.name} ${act.role}?`}
      description={describe(act)}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant={act.type === 'remove' ? 'danger' : 'primary'} offReason={reason} onClick={onConfirm}>
            {act.type === 'remove' ? 'Remove' : `Make ${act.role}`}
          </Button>
        </>
      }
    >
      {isTyped && (
        <Field
          label={`Type “${member.name}”`}
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      )}
      {reason !== undefined && <p className="mt-2 text-sm text-muted">{reason}</p>}
    </Dialog>
  );
}

function describe(act: MemberAct): string {
  if (act.type === 'role') {
    return `A ${act.role} ${roleHints[act.role]}. It holds from the next thing they do, on pages that are open too.`;
  }
  return 'Their open pages go dark at once and they read this desk no more. Orders they placed stay; what they did stays in the activity.';
}
