'use client';

import { useRouter, useSearchParams } from 'next/navigation';
import { Suspense, useEffect, useState, type FormEvent } from 'react';
import { Logo } from '@/components/shell/logo.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Field } from '@/components/ui/field.tsx';
import { signInWithGoogle, signInWithPassword, useSession } from '@/live/session.ts';
import { useConfig } from '@/live/use-config.ts';
import { CreateAccountForm } from './create-account-form.tsx';
import { DemoPeople } from './demo-people.tsx';
import { safePath } from './safe-path.ts';

export function SignIn() {
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <div className="w-full max-w-96">
        <div className="mb-6 flex items-center gap-3">
          <Logo size={32} />
          <h1 className="text-xl font-semibold">Sign in to Tapedeck</h1>
        </div>
        <Suspense>
          <SignInForm />
        </Suspense>
      </div>
    </main>
  );
}

function SignInForm() {
  const config = useConfig();
  const session = useSession();
  const router = useRouter();
  const query = useSearchParams();
  const next = safePath(query.get('next'));
  const [isNew, setNew] = useState(query.get('new') !== null);
  const [isCreating, setCreating] = useState(false);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [note, setNote] = useState<string>();
  const [error, setError] = useState<string>();

  useEffect(() => {
    if (session.status === 'signed-in' && !isCreating) router.replace(next);
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
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy) void withPassword({ email, password });
  };

  if (isNew) {
    return (
      <CreateAccountForm
        onBegin={() => setCreating(true)}
        onFail={() => setCreating(false)}
        // Loaded anew, so that the session begins with the name.
        onDone={() => location.replace(next)}
        onBack={() => setNew(false)}
      />
    );
  }
  return (
    <>
      <form onSubmit={submit} className="flex flex-col gap-4 rounded-card border border-line bg-panel p-4">
        <Field
          label="E-mail"
          type="email"
          name="email"
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <Field
          label="Password"
          type="password"
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <output className="text-sm text-muted empty:hidden">{note}</output>
        {error && (
          <p role="alert" className="text-sm text-down">
            {error}
          </p>
        )}
        <Button type="submit" variant="primary" aria-busy={busy}>
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
