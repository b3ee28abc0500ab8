'use client';

import { useMemo } from 'react';
import { collections } from '@tapedeck/core/documents';
import type { AccountDocument } from '@tapedeck/core/documents/account-document';
import { usePreference } from '../preferences/use-preferences.ts';
import { useMembership } from './desk-context.tsx';
import { watchQuery, type Entry } from './listen.ts';
import { dataOf, mapLoadable, type Loadable } from './loadable.ts';
import { withSavedCopy } from './saved-copy.ts';
import { useResource } from './use-resource.ts';

export interface Account extends AccountDocument {
  readonly id: string;
}

/** Every account of the desk, by label. */
export function useAccounts(): Loadable<readonly Account[]> {
  const { deskId } = useMembership();
  const key = ['accounts', deskId];
  const found = useResource<readonly Entry<AccountDocument>[]>(
    key,
    withSavedCopy(key, (observer) => watchQuery(collections.accounts(deskId), () => [], observer)),
  );
  const entries = dataOf(found);
  const accounts = useMemo(
    () =>
      (entries ?? [])
        .map(({ id, data }) => ({ ...data, id }))
        .toSorted((a, b) => a.label.localeCompare(b.label) || a.id.localeCompare(b.id)),
    [entries],
  );
  return useMemo(() => mapLoadable(found, () => accounts), [found, accounts]);
}

const none: readonly Account[] = [];

/** The accounts that the header's switcher selects: one, or all of them. */
export function useChosenAccounts(): { readonly accounts: readonly Account[]; readonly chosen: Account | undefined } {
  const all = dataOf(useAccounts()) ?? none;
  const accountId = usePreference('accountId');
  return useMemo(() => {
    const chosen = all.find((account) => account.id === accountId);
    return { accounts: chosen ? [chosen] : all, chosen };
  }, [all, accountId]);
}
