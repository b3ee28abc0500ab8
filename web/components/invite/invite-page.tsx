'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState, useSyncExternalStore } from 'react';
import { Logo } from '@/components/shell/logo.tsx';
import { Button } from '@/components/ui/button.tsx';
import { ErrorState, SkeletonRows } from '@/components/ui/states.tsx';
import { acceptInvite, parseInviteLink } from '@/live/invites.ts';
import { signOut, useSession, type Session } from '@/live/session.ts';

const never = () => () => undefined;

/** Where the link of an invitation leads: sign in or create an account, then take the seat. */
export function InvitePage() {
  const search = useSyncExternalStore<string | undefined>(
    never,
    () => location.search,
    () => undefined,
  );
  const session = useSession();
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <div className="w-full max-w-96">
        <div className="mb-6 flex items-center gap-3">
          <Logo size={32} />
          <h1 className="text-xl font-semibold">You are invited to a desk</h1>
        </div>
        <div className="rounded-card border border-line bg-panel p-4">
          {search === undefined || session.status === 'pending' ? (
            <SkeletonRows rows={2} label="Loading the invitation" />
          ) : (
            <Invitation search={search} session={session} />
          )}
        </div>
      </div>
    </main>
  );
}

function Invitation({ search, session }: { search: string; session: Exclude<Session, { status: 'pending' }> }) {
  const request = parseInviteLink(search);
  if (!request) {
    return (
      <ErrorState
        title="This link is not complete"
        message="A part of it is missing. Copy the whole link from the message, or ask who invited you for a new one."
      />
    );
  }
  if (session.status === 'signed-out') return <WaysIn next={`/invite${search}`} />;
  return <Accept request={request} name={session.name} email={session.email} />;
}

function WaysIn({ next }: { next: string }) {
  const router = useRouter();
  const to = (query: string) => `/sign-in?next=${encodeURIComponent(next)}${query}`;
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-muted">
        Sign in with the e-mail address that was invited. If you are new here, create an account with that address.
      </p>
      <Button variant="primary" onClick={() => router.push(to('&new=1'))}>
        Create an account
      </Button>
      <Button onClick={() => router.push(to(''))}>Sign in</Button>
    </div>
  );
}

interface AcceptProps {
  request: Parameters<typeof acceptInvite>[0];
  name: string;
  email: string | undefined;
}

function Accept({ request, name, email }: AcceptProps) {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const accept = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await acceptInvite(request);
      location.assign('/');
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown.message : String(thrown));
      setBusy(false);
    }
  };
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm">
        You are signed in as <span className="font-medium">{name}</span>
        {email !== undefined && <span className="text-muted"> ({email})</span>}.
      </p>
      <p className="text-sm text-muted">
        Everybody on the desk sees your name and address, and every act of yours stands in its activity.
      </p>
      {error !== undefined && (
        <p role="alert" className="text-sm text-down">
          {error}
        </p>
      )}
      <Button
        variant="primary"
        offReason={isBusy ? 'It is on its way.' : undefined}
        aria-busy={isBusy}
        onClick={() => void accept()}
      >
        {isBusy ? 'Joining…' : 'Join the desk'}
      </Button>
      <Button variant="ghost" onClick={() => void signOut()}>
        Use another account
      </Button>
      <Link href="/" className="text-center text-sm text-muted underline-offset-4 hover:underline max-md:py-3">
        Not now
      </Link>
    </div>
  );
}
