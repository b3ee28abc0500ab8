'use client';

import { useMemo } from 'react';
import { AppError } from '@tapedeck/core/app-error';
import type { AcceptInviteRequest, OpenDeskAnswer } from '@tapedeck/core/commands/callables';
import { collections } from '@tapedeck/core/documents';
import type { InviteDocument } from '@tapedeck/core/documents/trading-documents';
import { setPreferences } from '../preferences/store.ts';
import { useNowValue } from './clock.ts';
import { refusalOf } from './commands.ts';
import { useMembership } from './desk-context.tsx';
import { loadCallable } from './firebase.ts';
import { watchQuery, type Entry } from './listen.ts';
import { mapLoadable, type Loadable } from './loadable.ts';
import { useResource } from './use-resource.ts';

export interface Invite extends InviteDocument {
  readonly id: string;
}

/** Invitations that can still be accepted, the newest first. */
export function useOpenInvites(): Loadable<readonly Invite[]> {
  const { deskId } = useMembership();
  const minute = useNowValue((nowMs) => Math.floor(nowMs / 60_000)) ?? 0;
  const found = useResource<readonly Entry<InviteDocument>[]>(['invites', deskId], (observer) =>
    watchQuery(collections.invites(deskId), (sdk) => [sdk.where('status', '==', 'open')], observer),
  );
  return useMemo(() => mapLoadable(found, (entries) => toOpenInvites(entries, minute * 60_000)), [found, minute]);
}

export function toOpenInvites(entries: readonly Entry<InviteDocument>[], nowMs: number): readonly Invite[] {
  return entries
    .map(({ id, data }) => ({ ...data, id }))
    .filter(({ expiresAtMs }) => expiresAtMs > nowMs)
    .toSorted((a, b) => b.createdAtMs - a.createdAtMs);
}

const longestId = 128;

/** What the link of an invitation holds; undefined when a part of it is missing or mistyped. */
export function parseInviteLink(search: string): AcceptInviteRequest | undefined {
  const query = new URLSearchParams(search);
  const [deskId, inviteId, token] = ['desk', 'invite', 'token'].map((name) => query.get(name) ?? '');
  const isId = (id: string | undefined): id is string => id !== undefined && id !== '' && id.length <= longestId;
  if (!isId(deskId) || !isId(inviteId) || token === undefined || !/^[A-Za-z0-9_-]{43}$/.test(token)) return undefined;
  return { deskId, inviteId, token };
}

const acceptTimeoutMs = 15_000;

/** Takes the seat that was offered; throws an AppError whose message is for people. The desk is the chosen one then. */
export async function acceptInvite(request: AcceptInviteRequest): Promise<void> {
  try {
    const accept = await loadCallable('acceptInvite', acceptTimeoutMs);
    // It answers as `openDesk` does: with every desk of the person, this one among them.
    (await accept(request)) as OpenDeskAnswer;
  } catch (thrown) {
    const message =
      refusalOf(thrown) ?? 'The server did not answer, so that you may not have joined yet. Try again in a moment.';
    throw new AppError('rejected', message, { cause: thrown });
  }
  setPreferences({ deskId: request.deskId, accountId: undefined });
}
