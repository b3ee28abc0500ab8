'use client';

import type { Role } from '@tapedeck/core/documents/desk-document';
import { Initials } from '@/components/shell/person-menu.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Card } from '@/components/ui/card.tsx';
import { formatDate } from '@/format/times.ts';
import { useMembership, type Membership } from '@/live/desk-context.tsx';
import { signOut } from '@/live/session.ts';
import { usePreference } from '@/preferences/use-preferences.ts';

const roleHints: Record<Role, string> = {
  owner: 'sees, trades and manages',
  trader: 'sees and trades',
  viewer: 'sees',
};
const order: readonly Role[] = ['owner', 'trader', 'viewer'];

export interface Member {
  readonly uid: string;
  readonly name: string;
  readonly email: string | undefined;
  readonly role: Role;
}

/** Everybody of a desk: owners first, then by name. */
export function membersOf({ desk }: Pick<Membership, 'desk'>): readonly Member[] {
  return Object.entries(desk.members)
    .map(([uid, role]) => ({ uid, role, name: desk.people[uid]?.name ?? uid, email: desk.people[uid]?.email }))
    .toSorted((a, b) => order.indexOf(a.role) - order.indexOf(b.role) || a.name.localeCompare(b.name));
}

/** The desk, who belongs to it, and the way out. */
export function DeskCard() {
  const membership = useMembership();
  const zone = usePreference('timeZone');
  const { desk, uid, role } = membership;
  return (
    <Card title="Desk and members" actions={<span className="text-xs text-muted">You are its {role}.</span>}>
      <p className="mb-2 text-sm text-muted">
        <span className="font-medium text-text">{desk.name}</span>, since {formatDate(desk.createdAtMs, zone)}
      </p>
      <ul>
        {membersOf(membership).map((member) => (
          <li key={member.uid} className="flex items-center gap-3 border-b border-line py-2 last:border-0">
            <Initials name={member.name} />
            <span className="min-w-0 flex-1">
              <span className="block truncate text-sm font-medium">
                {member.name}
                {member.uid === uid && <span className="font-normal text-muted"> (you)</span>}
              </span>
              <span className="block truncate text-xs text-muted">{member.email ?? 'no e-mail'}</span>
            </span>
            <span className="text-xs text-muted max-md:hidden">{roleHints[member.role]}</span>
            <Badge tone={member.role === 'viewer' ? 'neutral' : 'accent'}>{member.role}</Badge>
          </li>
        ))}
      </ul>
      <div className="mt-4 flex flex-wrap items-center gap-3">
        <Button onClick={() => void signOut()}>Sign out</Button>
        <span className="text-xs text-muted">This device&apos;s copy of the desk is removed.</span>
      </div>
    </Card>
  );
}
