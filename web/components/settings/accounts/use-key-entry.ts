'use client';

import { useState } from 'react';
import { toAppError } from '@tapedeck/core/app-error';
import type { SealedKey } from '@tapedeck/core/documents/trading-documents';
import { useMembership } from '@/live/desk-context.tsx';
import { sealBrokerKey } from '@/live/sealing.ts';
import type { BrokerChoice } from './broker-choices.ts';
import { checkKeyForm, emptyKeyForm, toBrokerKey, type KeyForm } from './connect-form.ts';

/** A key while it is typed. It is let go of as soon as it is sealed. */
export function useKeyEntry(broker: BrokerChoice) {
  const { deskId } = useMembership();
  const [form, setForm] = useState(emptyKeyForm);
  const [tried, setTried] = useState(false);
  const [isSealing, setSealing] = useState(false);
  const [failure, setFailure] = useState<string>();
  const errors = checkKeyForm(form, broker.passphrase);

  return {
    fields: {
      form,
      errors: tried ? errors : {},
      broker,
      onEdit: (part: Partial<KeyForm>) => setForm((before) => ({ ...before, ...part })),
    },
    isSealing,
    /** Why the last sealing failed, for people. */
    failure,
    /** Shows what is missing. */
    insist: () => setTried(true),
    isComplete: Object.keys(errors).length === 0,
    /** The key, sealed for the account; undefined where that failed. */
    async seal(accountId: string): Promise<SealedKey | undefined> {
      setSealing(true);
      setFailure(undefined);
      try {
        const sealed = await sealBrokerKey(toBrokerKey(form), deskId, accountId);
        setForm(emptyKeyForm);
        setTried(false);
        return sealed;
      } catch (thrown) {
        setFailure(`The key was not sealed, and nothing was sent. ${toAppError(thrown).message}`);
        return undefined;
      } finally {
        setSealing(false);
      }
    },
  };
}

export type KeyEntry = ReturnType<typeof useKeyEntry>;
