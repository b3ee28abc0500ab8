import { schedules, type ScheduleName } from '../../functions/src/schedules.ts';

/**
 * Runs the scheduled functions at their times, which the emulators do not. In the cloud, Cloud Scheduler sends each of
 * them an HTTP request; the functions emulator takes the same request under the function's name with `-0` behind it,
 * whether or not the Pub/Sub emulator runs.
 */
export function scheduleUrl(functionsUrl: string, name: ScheduleName): string {
  return `${functionsUrl}/${name}-0`;
}

/** Sends one scheduled function the request that Cloud Scheduler would; throws when it fails. */
export async function runScheduled(functionsUrl: string, name: ScheduleName, signal?: AbortSignal): Promise<void> {
  const response = await fetch(scheduleUrl(functionsUrl, name), {
    method: 'POST',
    headers: {
      'X-CloudScheduler': 'true',
      'X-CloudScheduler-JobName': `firebase-schedule-${name}-us-central1`,
      'X-CloudScheduler-ScheduleTime': new Date().toISOString(),
    },
    ...(signal ? { signal } : {}),
  });
  if (!response.ok) throw new Error(`${name} answered ${response.status}: ${(await response.text()).slice(0, 200)}`);
}

/** Starts the clock; the function given back stops it. A run that takes longer than its interval is not doubled. */
export function startScheduleClock(env: Record<string, string>, onLine: (line: string) => void): () => void {
  const functionsUrl = env['TAPEDECK_FUNCTIONS_URL'];
  if (!functionsUrl) {
    onLine('no functions emulator: scheduled functions do not run');
    return () => {};
  }
  const stopping = new AbortController();
  const timers = (Object.keys(schedules) as ScheduleName[]).map((name) => {
    let running = false;
    const tick = async (): Promise<void> => {
      if (running) return;
      running = true;
      try {
        await runScheduled(functionsUrl, name, stopping.signal);
      } catch (error) {
        if (!stopping.signal.aborted)
          onLine(`${name} failed: ${error instanceof Error ? error.message : String(error)}`);
      } finally {
        running = false;
      }
    };
    return setInterval(() => void tick(), schedules[name].everyMinutes * 60_000);
  });
  onLine(`running on schedule: ${Object.keys(schedules).join(', ')}`);
  return () => {
    stopping.abort();
    for (const timer of timers) clearInterval(timer);
  };
}
