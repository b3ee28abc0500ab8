/** How often each scheduled function runs. The deployment and the local clock of the emulators both read it here. */
export const schedules = {
  watchDesks: { everyMinutes: 1 },
  sweep: { everyMinutes: 1 },
} as const;

export type ScheduleName = keyof typeof schedules;
