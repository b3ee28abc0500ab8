import { AppError, type DeskDocument, type Role } from '@tapedeck/core';
import { toPersonName } from './desk-command.ts';

export interface Member {
  readonly uid: string;
  readonly name: string;
  readonly role: Role;
}

export function requireMember(desk: DeskDocument, uid: string): Member {
  const role = Object.hasOwn(desk.members, uid) ? desk.members[uid] : undefined;
  if (role) return { uid, name: toPersonName(desk, uid), role };
  throw new AppError(
    'not-found',
    'That person is no member of this desk any more. Nothing was changed. Look at the list of members again.',
  );
}

/** A desk always has an owner: nobody else could invite, connect accounts or change limits. */
export function checkNotLastOwner(desk: DeskDocument, { role, name }: Member): void {
  if (role !== 'owner' || Object.values(desk.members).filter((other) => other === 'owner').length > 1) return;
  throw new AppError(
    'rejected',
    `${name} is the only owner of this desk. Nothing was changed. Make somebody else an owner first.`,
  );
}

export function without<Value>(entries: Readonly<Record<string, Value>>, key: string): Record<string, Value> {
  return Object.fromEntries(Object.entries(entries).filter(([name]) => name !== key));
}
