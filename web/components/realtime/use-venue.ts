'use client';

import { useCallback, useEffect, useMemo, useState } from 'react';
import { createSimulatorControl, type SimulatorControl, type VenueState } from '@/live/simulator-control.ts';
import { showFailure } from '@/components/ui/toast.tsx';

const lookEveryMs = 2_000;

export interface Venue {
  /** What the simulator last said; undefined until it answered, and while it does not. */
  readonly state: VenueState | undefined;
  readonly error: string | undefined;
  /** Does something at the venue, then looks at it again; a failure is told. */
  act(action: (control: SimulatorControl) => Promise<void>): Promise<void>;
}

/** The demo's exchange, looked at every two seconds while the page is visible. */
export function useVenue(simulatorUrl: string): Venue {
  const control = useMemo(() => createSimulatorControl(simulatorUrl), [simulatorUrl]);
  const [state, setState] = useState<VenueState>();
  const [error, setError] = useState<string>();

  const look = useCallback(
    async (signal?: AbortSignal) => {
      try {
        const found = await control.state(signal);
        if (signal?.aborted) return;
        setState(found);
        setError(undefined);
      } catch (thrown) {
        if (signal?.aborted) return;
        setState(undefined);
        setError(messageOf(thrown));
      }
    },
    [control],
  );

  useEffect(() => {
    const ended = new AbortController();
    const lookIfVisible = () => {
      if (document.visibilityState === 'visible') void look(ended.signal);
    };
    lookIfVisible();
    const timer = setInterval(lookIfVisible, lookEveryMs);
    return () => {
      clearInterval(timer);
      ended.abort();
    };
  }, [look]);

  const act = useCallback(
    async (action: (control: SimulatorControl) => Promise<void>) => {
      try {
        await action(control);
      } catch (thrown) {
        showFailure({ title: 'The venue did not do it', detail: messageOf(thrown) });
      }
      await look();
    },
    [control, look],
  );

  return { state, error, act };
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
