'use client';

import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { toAppError, type AppError } from '@tapedeck/core/app-error';
import { documents } from '@tapedeck/core/documents';
import type { DeskDocument, Role, UserDocument } from '@tapedeck/core/documents/desk-document';
import { loadCallable } from './firebase.ts';
import { watchDocument } from './listen.ts';
import { dataOf, pending, type Loadable } from './loadable.ts';
import type { Session } from './session.ts';
import { useResource } from './use-resource.ts';

export interface Membership {
  readonly uid: string;
  readonly name: string;
  readonly deskId: string;
  readonly desk: DeskDocument;
  readonly role: Role;
}

const MembershipContext = createContext<Membership | undefined>(undefined);

/** Who is here and at which desk; only inside a page that is guarded by `useMembershipOf`. */
export function useMembership(): Membership {
  const membership = use(MembershipContext);
  if (!membership) throw new Error('useMembership is used outside MembershipProvider.');
  return membership;
}

export function MembershipProvider({ value, children }: { value: Membership; children: ReactNode }) {
  return <MembershipContext value={value}>{children}</MembershipContext>;
}

type SignedIn = Extract<Session, { status: 'signed-in' }>;

/** Finds the desk of a person who signed in; somebody who has none yet gets one. */
export function useMembershipOf(session: SignedIn): Loadable<Membership> {
  const { uid } = session;
  const user = useResource<UserDocument | undefined>(['user', uid], (observer) =>
    watchDocument(documents.user(uid), observer),
  );
  const deskId = dataOf(user)?.deskIds[0];
  const opening = useOpenDesk(user.status === 'success' && !user.saved && deskId === undefined);
  const desk = useResource<DeskDocument | undefined>(deskId === undefined ? undefined : ['desk', deskId], (observer) =>
    watchDocument(documents.desk(deskId ?? ''), observer),
  );

  return useMemo((): Loadable<Membership> => {
    if (opening) return { status: 'error', error: opening };
    if (user.status === 'error' && deskId === undefined) return { status: 'error', error: user.error };
    if (desk.status === 'error') return { status: 'error', error: desk.error };
    const role = desk.status === 'success' ? desk.data?.members[uid] : undefined;
    if (desk.status !== 'success' || deskId === undefined || desk.data === undefined || !role) return pending;
    const name = desk.data.people[uid]?.name ?? session.name;
    return { status: 'success', saved: desk.saved, data: { uid, name, deskId, desk: desk.data, role } };
  }, [opening, user, desk, deskId, uid, session.name]);
}

const openDeskTimeoutMs = 15_000;
const openDeskAgainMs = 3_000;

/** Asks the backend for a first desk until it is made; the user document then names it. */
function useOpenDesk(needed: boolean): AppError | undefined {
  const [error, setError] = useState<AppError>();
  useEffect(() => {
    if (!needed) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let ended = false;
    const ask = async () => {
      try {
        const openDesk = await loadCallable('openDesk', openDeskTimeoutMs);
        await openDesk({});
        if (!ended) setError(undefined);
      } catch (thrown) {
        if (ended) return;
        setError(toAppError(thrown));
        timer = setTimeout(() => void ask(), openDeskAgainMs);
      }
    };
    void ask();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [needed]);
  return needed ? error : undefined;
}
