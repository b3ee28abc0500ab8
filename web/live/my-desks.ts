'use client';

import { useEffect, useState } from 'react';
import type { OpenDeskAnswer } from '@tapedeck/core/commands/callables';
import { setPreferences } from '../preferences/store.ts';
import { loadCallable } from './firebase.ts';

export type MyDesk = OpenDeskAnswer['desks'][number];

const timeoutMs = 15_000;
const none: readonly MyDesk[] = [];

/** Every desk of the person by name, asked for once; empty until the backend has answered. */
export function useMyDesks(needed: boolean): readonly MyDesk[] {
  const [desks, setDesks] = useState(none);
  useEffect(() => {
    if (!needed) return undefined;
    let ended = false;
    loadCallable('openDesk', timeoutMs)
      .then((openDesk) => openDesk({}))
      .then(
        (answer) => {
          if (!ended) setDesks((answer as OpenDeskAnswer).desks);
        },
        // Without an answer there is nothing to choose from; the desk that is shown stays.
        () => undefined,
      );
    return () => {
      ended = true;
    };
  }, [needed]);
  return desks;
}

/** Shows another desk on this device; the page is loaded anew, so that nothing of this one stays. */
export function chooseDesk(deskId: string): void {
  setPreferences({ deskId, accountId: undefined });
  location.assign('/');
}
