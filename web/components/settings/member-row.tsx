'use client';

import { Ellipsis } from 'lucide-react';
import { pages } from '@/components/shell/pages.ts';
import { Initials } from '@/components/shell/person-menu.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Menu, MenuItem, MenuLine } from '@/components/ui/menu.tsx';
import type { MemberAct } from './member-dialog.tsx';
import { keepsOffReason, roleHints, roleOrder, type Member } from './members.ts';

export interface MemberRowProps {
  member: Member;
  members: readonly Member[];
  isMe: boolean;
  /** The page that person looks at now; absent while they do not watch. */
  page: string | undefined;
  offReason: string | undefined;
  /** Absent for those who may not manage. */
  onAct?: (act: MemberAct) => void;
}

export function MemberRow({ member, members, isMe, page, offReason, onAct }: MemberRowProps) {
  const reason = offReason ?? keepsOffReason(member, members);
  return (
    <li className="flex items-center gap-3 border-b border-line py-2 last:border-0" data-testid="member">
      <Initials name={member.name} />
      <div className="min-w-0 flex-1">
        <p className="truncate text-sm font-medium">
          {member.name}
          {isMe && <span className="font-normal text-muted"> (you)</span>}
        </p>
        <p className="truncate text-xs text-muted">{member.email ?? 'no e-mail'}</p>
        <p className="truncate text-xs">
          {page === undefined ? (
            <span className="text-muted">○ Not watching</span>
          ) : (
            <span className="text-up">● Watching {titleOf(page)}</span>
          )}
        </p>
      </div>
      <span className="text-xs text-muted max-lg:hidden">{roleHints[member.role]}</span>
      <Badge tone={member.role === 'viewer' ? 'neutral' : 'accent'}>{member.role}</Badge>
      {onAct && reason !== undefined && (
        <Button variant="ghost" size="icon" offReason={reason} aria-label={`Manage ${member.name}: off. ${reason}`}>
          <Ellipsis aria-hidden size={18} />
        </Button>
      )}
      {onAct && reason === undefined && (
        <Menu
          trigger={
            <Button variant="ghost" size="icon" aria-label={`Manage ${member.name}`}>
              <Ellipsis aria-hidden size={18} />
            </Button>
          }
        >
          {roleOrder
            .filter((role) => role !== member.role)
            .map((role) => (
              <MenuItem key={role} onSelect={() => onAct({ type: 'role', member, role })}>
                Make {role}…
              </MenuItem>
            ))}
          <MenuLine />
          <MenuItem onSelect={() => onAct({ type: 'remove', member })}>Remove…</MenuItem>
        </Menu>
      )}
    </li>
  );
}

function titleOf(path: string): string {
  return pages.find((page) => page.href === path)?.title ?? path;
}
