'use client';

import type { LucideIcon } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { buttonLook } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/states.tsx';
import { useMembership } from '@/live/desk-context.tsx';

export interface NoAccountsProps {
  icon?: LucideIcon;
  /** What there will be once an account is connected. */
  children: ReactNode;
}

/** A page of a desk without accounts: owners are led to where one is connected, others are told who can. */
export function NoAccounts({ icon, children }: NoAccountsProps) {
  const { role, desk } = useMembership();
  const isOwner = role === 'owner';
  const owners = Object.entries(desk.members)
    .filter(([, theirs]) => theirs === 'owner')
    .flatMap(([uid]) => desk.people[uid]?.name ?? []);
  return (
    <EmptyState
      {...(icon && { icon })}
      title="No accounts yet"
      action={
        isOwner && (
          <Link href="/settings#accounts" className={buttonLook({ variant: 'primary' })}>
            Connect an account
          </Link>
        )
      }
    >
      {children} {!isOwner && `Only an owner of this desk can connect one: ${owners.join(', ')}.`}
    </EmptyState>
  );
}
