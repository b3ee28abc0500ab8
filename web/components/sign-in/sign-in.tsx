'use client';

import { useRouter, useSearchParams } from 'next/navigation';
import { Suspense, useEffect, useLayoutEffect, useState, type FormEvent } from 'react';
import { Logo } from '@/components/shell/logo.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Field } from '@/components/ui/field.tsx';
import { signInWithGoogle, signInWithPassword, useSession } from '@/live/session.ts';
import { useConfig } from '@/live/use-config.ts';
import { CreateAccountForm } from './create-account-form.tsx';
import { DemoPeople } from './demo-people.tsx';
import { safePath } from './safe-path.ts';

/** Where the form stands does not depend on its height: the people of a demo come in below and move nothing. */
export function SignIn() {
  const [request, setRequest] = useState<Request>();
  return (
    <main className="grid min-h-dvh content-start justify-items-center px-4 pt-[max(16px,calc(50dvh-272px))] pb-4">
      <div className="w-full max-w-96">
        <div className="mb-6 flex items-center gap-3">
          <Logo size={32} />
          <h1 className="text-xl font-semibold">Sign in to Tapedeck</h1>
        </div>
        <Suspense>
          <ReadRequest onRead={setRequest} />
        </Suspense>
        <SignInForm request={request} />
      </div>
    </main>
  );
}

/** What the address asks for: where to go after it, and the form of who is new. */
interface Request {
  readonly next: string;
  readonly isNew: boolean;
}

/** The static page knows no address: what needs one waits here, and the form around it need not. */
function ReadRequest({ onRead }: { onRead: (request: Request) => void }): null {
  const query = useSearchParams();
  useLayoutEffect(
    () => onRead({ next: safePath(query.get('next')), isNew: query.get('new') !== null }),
    [query, onRead],
  );
  return null;
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

/** In the static page there is no request yet. */
function SignInForm({ request }: { request: Request | undefined }) {
  const config = useConfig();
  const session = useSession();
  const router = useRouter();
  const next = request?.next;
  const [choosesNew, setNew] = useState<boolean>();
  const isNew = choosesNew ?? request?.isNew ?? false;
  const [isCreating, setCreating] = useState(false);
  const [busy, setBusy] = useState(false);
  const [note, setNote] = useState<string>();
  const [error, setError] = useState<string>();

  useEffect(() => {
    if (session.status === 'signed-in' && !isCreating && next !== undefined) router.replace(next);
  }, [session.status, isCreating, router, next]);

  const attempt = async (signIn: () => Promise<void>) => {
    setBusy(true);
    setError(undefined);
    try {
      await signIn();
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown.message : String(thrown));
      setBusy(false);
    } finally {
      setNote(undefined);
    }
  };
  const withPassword = (as: { email: string; password: string }) =>
    attempt(() =>
      signInWithPassword(as.email, as.password, () =>
        setNote('The sign-in service does not answer yet. Trying again…'),
      ),
    );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    // Read from the page: what was typed, or filled in by the browser, before the code came counts too.
    const typed = new FormData(event.currentTarget);
    if (!busy) void withPassword({ email: textOf(typed, 'email'), password: textOf(typed, 'password') });
  };

  if (isNew) {
    return (
      <CreateAccountForm
        onBegin={() => setCreating(true)}
        onFail={() => setCreating(false)}
        // Loaded anew, so that the session begins with the name.
        onDone={() => location.replace(next ?? '/')}
        onBack={() => setNew(false)}
      />
    );
  }
  return (
    <>
      <form onSubmit={submit} className="flex flex-col gap-4 rounded-card border border-line bg-panel p-4">
        <Field label="E-mail" type="email" name="email" autoComplete="username" required />
        <Field label="Password" type="password" name="password" autoComplete="current-password" required />
        <output className="text-sm text-muted empty:hidden">{note}</output>
        {error && (
          <p role="alert" className="text-sm text-down">
            {error}
          </p>
        )}
        {/* Before the code is there the browser would send the form by itself, with the password in the address. */}
        <Button type="submit" variant="primary" disabled={!request} aria-busy={busy}>
          {busy ? 'Signing in…' : 'Sign in'}
        </Button>
        {config?.googleSignIn && <Button onClick={() => void attempt(signInWithGoogle)}>Sign in with Google</Button>}
        <Button variant="ghost" onClick={() => setNew(true)}>
          New here? Create an account
        </Button>
      </form>
      {config?.demo && <DemoPeople people={config.demo.people} onChoose={(person) => void withPassword(person)} />}
    </>
  );
}
