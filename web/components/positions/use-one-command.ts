'use client';

import { useRef } from 'react';
import type { CommandName, CommandPayload } from '@tapedeck/core/commands/command-types';
import { useSentCommand } from '@/components/live/use-sent-command.ts';
import type { CommandLife, CommandStage } from '@/live/command-life.ts';

export interface OneCommand {
  readonly life: CommandLife | undefined;
  /** Why nothing more can be sent from here now. */
  readonly offReason: string | undefined;
  readonly send: <Name extends CommandName>(type: Name, payload: CommandPayload<Name>) => void;
}

const settled: ReadonlySet<CommandStage> = new Set(['succeeded', 'failed', 'rejected', 'expired']);

/** One act at a time: another click is the same command until it is known what became of the first. */
export function useOneCommand(): OneCommand {
  const sent = useSentCommand();
  const { life } = sent;
  const id = useRef<string>(undefined);
  return {
    life,
    offReason: offReasonOf(life?.stage),
    send(type, payload) {
      if (id.current === undefined || (life?.id === id.current && settled.has(life.stage))) {
        id.current = crypto.randomUUID();
      }
      sent.send(type, payload, id.current);
    },
  };
}

function offReasonOf(stage: CommandStage | undefined): string | undefined {
  if (stage === undefined || settled.has(stage)) return undefined;
  return stage === 'not-confirmed' || stage === 'unknown'
    ? 'The last one may have been carried out. Wait until that is known.'
    : 'The last one is still on its way.';
}
