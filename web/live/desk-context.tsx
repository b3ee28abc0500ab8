'use client';

import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { AppError, toAppError } from '@tapedeck/core/app-error';
import { documents } from '@tapedeck/core/documents';
import type { DeskDocument, Role, UserDocument } from '@tapedeck/core/documents/desk-document';
import { getPreferences } from '../preferences/store.ts';
import { loadCallable, prefetchFirestore } from './firebase.ts';
import { watchDocument } from './listen.ts';
import { dataOf, pending, type Loadable } from './loadable.ts';
import type { Session } from './session.ts';
import { withSavedCopy } from './saved-copy.ts';
import { useResource } from './use-resource.ts';

export interface Membership {
  readonly uid: string;
  readonly name: string;
  readonly deskId: string;
  readonly desk: DeskDocument;
  readonly role: Role;
  /** Every desk of the person, this one among them. */
  readonly deskIds: readonly string[];
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

/** Fetches what a desk needs before it is known who is here. */
export const prefetchDesk = prefetchFirestore;

type SignedIn = Extract<Session, { status: 'signed-in' }>;

/**
 * Finds the desk of a person who signed in; somebody who has none yet gets one. A page stays with the desk that it has
 * shown: whoever is removed from it sees it end there, and is not led to another one as if nothing had happened.
 */
export function useMembershipOf(session: SignedIn): Loadable<Membership> {
  const { uid } = session;
  const [shownDeskId, setShownDeskId] = useState<string>();
  const userKey = ['user', uid];
  const user = useResource<UserDocument | undefined>(
    userKey,
    withSavedCopy(userKey, (observer) => watchDocument(documents.user(uid), observer)),
  );
  const deskIds = dataOf(user)?.deskIds ?? noDesks;
  const deskId = shownDeskId ?? chosenOf(deskIds);
  const opening = useOpenDesk(user.status === 'success' && !user.saved && deskId === undefined);
  const deskKey = deskId === undefined ? undefined : ['desk', deskId];
  const desk = useResource<DeskDocument | undefined>(
    deskKey,
    withSavedCopy(deskKey ?? [], (observer) => watchDocument(documents.desk(deskId ?? ''), observer)),
  );

  const found = dataOf(desk);
  const role = found && Object.hasOwn(found.members, uid) ? found.members[uid] : undefined;
  const member = useMemo((): Membership | undefined => {
    if (deskId === undefined || !found || !role) return undefined;
    return { uid, name: found.people[uid]?.name ?? session.name, deskId, desk: found, role, deskIds };
  }, [uid, session.name, deskId, found, role, deskIds]);

  const membership = useMemo((): Loadable<Membership> => {
    if (opening) return { status: 'error', error: opening };
    if (user.status === 'error' && deskId === undefined) return { status: 'error', error: user.error };
    if (desk.status === 'error') {
      const isRemoved = user.status === 'success' && !user.saved && deskId !== undefined && !deskIds.includes(deskId);
      return { status: 'error', error: isRemoved && desk.data ? removedFrom(desk.data) : desk.error };
    }
    if (desk.status !== 'success' || desk.data === undefined) return pending;
    if (member) return { status: 'success', saved: desk.saved, data: member };
    // The commit that removes somebody may arrive before the listener is refused.
    return desk.saved ? pending : { status: 'error', error: removedFrom(desk.data) };
  }, [opening, user, desk, deskId, deskIds, member]);

  const shows = membership.status === 'success' && !membership.saved ? membership.data.deskId : shownDeskId;
  if (shows !== shownDeskId) setShownDeskId(shows);
  return membership;
}

const noDesks: readonly string[] = [];

/** The desk that this device shows: the one chosen on it, else the person's first. */
function chosenOf(deskIds: readonly string[]): string | undefined {
  const { deskId } = getPreferences();
  return deskIds.find((id) => id === deskId) ?? deskIds[0];
}

function removedFrom({ name }: DeskDocument): AppError {
  return new AppError(
    'forbidden',
    `You are no longer a member of "${name}": its owner removed you. Orders and positions there stay as they are. Ask its owner if that is a mistake.`,
  );
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
