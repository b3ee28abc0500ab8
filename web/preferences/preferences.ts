export const themes = ['system', 'dark', 'light'] as const;
export type Theme = (typeof themes)[number];

/** Which colours mean up and down; `swapped` is the East Asian habit. */
export const colourPresets = ['default', 'blue-orange', 'swapped'] as const;
export type ColourPreset = (typeof colourPresets)[number];

/** `exchange` is the zone in which the venues count their days. */
export const timeZones = ['local', 'utc', 'exchange'] as const;
export type TimeZoneChoice = (typeof timeZones)[number];

/** How often figures on the page move: at once, every 5 or 30 seconds, or not until switched on again. */
export const updateRates = ['live', '5s', '30s', 'paused'] as const;
export type UpdateRate = (typeof updateRates)[number];

export interface Preferences {
  readonly theme: Theme;
  readonly colours: ColourPreset;
  readonly timeZone: TimeZoneChoice;
  readonly updateRate: UpdateRate;
  readonly railFolded: boolean;
  /** Account chosen in the header; absent means all accounts. */
  readonly accountId?: string | undefined;
  /** Desk that this device shows, of a person who has several; absent means the first. */
  readonly deskId?: string | undefined;
}

export const defaultPreferences: Preferences = {
  theme: 'system',
  colours: 'default',
  timeZone: 'local',
  updateRate: 'live',
  railFolded: false,
};

export const preferencesKey = 'tapedeck.preferences';

function oneOf<T extends string>(choices: readonly T[], value: unknown, otherwise: T): T {
  return choices.find((choice) => choice === value) ?? otherwise;
}

/** Reads what an earlier version, another tab or a curious person may have stored; what is wrong falls back. */
export function parsePreferences(stored: string | null): Preferences {
  let raw: unknown;
  try {
    raw = JSON.parse(stored ?? '{}');
  } catch {
    return defaultPreferences;
  }
  if (typeof raw !== 'object' || raw === null) return defaultPreferences;
  const value = raw as Record<string, unknown>;
  return {
    theme: oneOf(themes, value['theme'], defaultPreferences.theme),
    colours: oneOf(colourPresets, value['colours'], defaultPreferences.colours),
    timeZone: oneOf(timeZones, value['timeZone'], defaultPreferences.timeZone),
    updateRate: oneOf(updateRates, value['updateRate'], defaultPreferences.updateRate),
    railFolded: value['railFolded'] === true,
    ...(typeof value['accountId'] === 'string' ? { accountId: value['accountId'] } : {}),
    ...(typeof value['deskId'] === 'string' ? { deskId: value['deskId'] } : {}),
  };
}
