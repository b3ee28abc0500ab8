import type { Role } from '@tapedeck/core/documents/desk-document';
import type { Membership } from '@/live/desk-context.tsx';

export const roleHints: Record<Role, string> = {
  owner: 'sees, trades and manages',
  trader: 'sees and trades',
  viewer: 'sees, and changes nothing',
};

/** In the order of what they may do, most first. */
export const roleOrder: readonly Role[] = ['owner', 'trader', 'viewer'];

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
    .toSorted((a, b) => roleOrder.indexOf(a.role) - roleOrder.indexOf(b.role) || a.name.localeCompare(b.name));
}

/** Why this member can neither be removed nor made something else; a desk always has an owner. */
export function keepsOffReason(member: Member, members: readonly Member[]): string | undefined {
  const isOnlyOwner = member.role === 'owner' && members.filter(({ role }) => role === 'owner').length === 1;
  return isOnlyOwner ? 'A desk always has an owner: make somebody else one first.' : undefined;
}
