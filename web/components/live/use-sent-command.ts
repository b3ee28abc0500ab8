'use client';

import { useState } from 'react';
import { toAppError } from '@tapedeck/core/app-error';
import type { CommandName, CommandPayload } from '@tapedeck/core/commands/command-types';
import { showFailure } from '@/components/ui/toast.tsx';
import type { CommandLife } from '@/live/command-life.ts';
import { sendCommand, useCommand } from '@/live/commands.ts';
import { useMembership } from '@/live/desk-context.tsx';

export interface SentCommand {
  /** What became of the last command; undefined before the first. */
  readonly life: CommandLife | undefined;
  /** Whether the last one is still on its way. */
  readonly isUnderWay: boolean;
  /** With an id that was sent before nothing is sent again: two clicks are one command. */
  send<Name extends CommandName>(type: Name, payload: CommandPayload<Name>, commandId?: string): void;
}

/** Sends commands from one place of a page and follows the last of them. */
export function useSentCommand(): SentCommand {
  const { deskId } = useMembership();
  const [id, setId] = useState<string>();
  const life = useCommand(id);
  return {
    life,
    isUnderWay:
      life?.stage === 'sending' ||
      life?.stage === 'accepted' ||
      life?.stage === 'awaiting-approval' ||
      life?.stage === 'executing',
    send(type, payload, commandId) {
      try {
        setId(sendCommand(deskId, type, payload, commandId));
      } catch (thrown) {
        showFailure({ title: 'Not sent', detail: toAppError(thrown).message });
      }
    },
  };
}
