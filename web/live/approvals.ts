'use client';

import { useMemo } from 'react';
import { collections } from '@tapedeck/core/documents';
import type { CommandDocument } from '@tapedeck/core/documents/command-document';
import { useMembership } from './desk-context.tsx';
import { watchQuery, type Entry } from './listen.ts';
import { dataOf } from './loadable.ts';
import { useResource } from './use-resource.ts';

/** A command that waits for a second member. */
export interface WaitingCommand extends CommandDocument {
  readonly id: string;
  readonly approval: NonNullable<CommandDocument['approval']>;
}

const none: readonly WaitingCommand[] = [];

/** Every command of the desk that waits for approval, the most urgent first. */
export function useWaitingCommands(): readonly WaitingCommand[] {
  const { deskId } = useMembership();
  const found = useResource<readonly Entry<CommandDocument>[]>(['awaiting-approval', deskId], (observer) =>
    watchQuery(collections.commands(deskId), (sdk) => [sdk.where('status', '==', 'awaiting-approval')], observer),
  );
  const entries = dataOf(found);
  return useMemo(() => (entries ? toWaitingCommands(entries) : none), [entries]);
}

export function toWaitingCommands(entries: readonly Entry<CommandDocument>[]): readonly WaitingCommand[] {
  return entries
    .flatMap(({ id, data }) => (data.approval ? [{ ...data, id, approval: data.approval }] : []))
    .toSorted((a, b) => a.approval.untilMs - b.approval.untilMs);
}
