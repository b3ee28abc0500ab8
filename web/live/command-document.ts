'use client';

import { documents } from '@tapedeck/core/documents';
import type { CommandDocument } from '@tapedeck/core/documents/command-document';
import { useMembership } from './desk-context.tsx';
import { watchDocument } from './listen.ts';
import type { Loadable } from './loadable.ts';
import { useResource } from './use-resource.ts';

/** A command as the backend stores it, whoever sent it. Finished ones are removed after a while. */
export function useCommandDocument(commandId: string | undefined): Loadable<CommandDocument | undefined> {
  const { deskId } = useMembership();
  const key = commandId === undefined ? undefined : ['command', deskId, commandId];
  return useResource<CommandDocument | undefined>(key, (observer) =>
    watchDocument(documents.command(deskId, commandId ?? ''), observer),
  );
}
