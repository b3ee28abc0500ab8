'use client';

import { usePathname, useRouter } from 'next/navigation';
import { useEffect, type ReactNode } from 'react';
import { MembershipProvider, prefetchDesk, useMembershipOf } from '@/live/desk-context.tsx';
import { signOut, useSession, type Session } from '@/live/session.ts';
import { Button } from '@/components/ui/button.tsx';
import { Later } from '@/components/ui/later.tsx';
import { ErrorState } from '@/components/ui/states.tsx';
import { ShellSkeleton } from './shell-skeleton.tsx';

/** Lets in who is signed in and belongs to a desk; everybody else is sent to sign in, and brought back after it. */
export function DeskGate({ children }: { children: ReactNode }) {
  const session = useSession();
  const router = useRouter();
  const pathname = usePathname();
  const isSignedOut = session.status === 'signed-out';

  useEffect(prefetchDesk, []);

  useEffect(() => {
    if (!isSignedOut) return;
    const back = pathname === '/' ? '' : `?next=${encodeURIComponent(pathname + location.search)}`;
    router.replace(`/sign-in${back}`);
  }, [isSignedOut, pathname, router]);

  if (session.status !== 'signed-in') return <ShellSkeleton />;
  return (
    <MemberGate key={session.uid} session={session}>
      {children}
    </MemberGate>
  );
}

function MemberGate({
  session,
  children,
}: {
  session: Extract<Session, { status: 'signed-in' }>;
  children: ReactNode;
}) {
  const membership = useMembershipOf(session);
  if (membership.status === 'error') {
    return (
      <main className="grid min-h-dvh place-items-center">
        <h1 className="sr-only">Tapedeck</h1>
        <ErrorState
          title="This desk cannot be shown"
          message={membership.error.message}
          action={
            <div className="flex flex-wrap justify-center gap-2">
              {membership.error.code === 'forbidden' && (
                <Button onClick={() => location.assign('/')}>Show a desk of mine</Button>
              )}
              <Button onClick={() => void signOut()}>Sign out</Button>
            </div>
          }
        />
      </main>
    );
  }
  if (membership.status !== 'success') return <ShellSkeleton />;
  return (
    <Later fallback={<ShellSkeleton />}>
      <MembershipProvider value={membership.data}>{children}</MembershipProvider>
    </Later>
  );
}
