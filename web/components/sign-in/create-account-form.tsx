'use client';

import { useState, type FormEvent } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { Field } from '@/components/ui/field.tsx';
import { createAccount, shortestPassword } from '@/live/create-account.ts';

export interface CreateAccountFormProps {
  /** Called before the account is made: from then on the page leads on by itself. */
  onBegin: () => void;
  onFail: () => void;
  onDone: () => void;
  onBack: () => void;
}

/** A new person: name, e-mail and a password of their own. */
export function CreateAccountForm({ onBegin, onFail, onDone, onBack }: CreateAccountFormProps) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string>();

  const create = async () => {
    setBusy(true);
    setError(undefined);
    onBegin();
    try {
      await createAccount({ name: name.trim(), email: email.trim(), password });
      onDone();
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown.message : String(thrown));
      setBusy(false);
      onFail();
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isBusy) void create();
  };

  return (
    <form onSubmit={submit} className="flex flex-col gap-4 rounded-card border border-line bg-panel p-4">
      <h2 className="text-lg font-semibold">Create your account</h2>
      <Field
        label="Your name"
        name="name"
        autoComplete="name"
        required
        maxLength={80}
        hint="Colleagues on a desk see it beside what you do."
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
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
        name="new-password"
        autoComplete="new-password"
        required
        minLength={shortestPassword}
        hint={`At least ${shortestPassword} characters.`}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      {error !== undefined && (
        <p role="alert" className="text-sm text-down">
          {error}
        </p>
      )}
      <Button type="submit" variant="primary" aria-busy={isBusy}>
        {isBusy ? 'Creating…' : 'Create account'}
      </Button>
      <Button variant="ghost" onClick={onBack}>
        I have an account: sign in
      </Button>
    </form>
  );
}
