'use client';

import { useId } from 'react';
import { Card } from '@/components/ui/card.tsx';
import { Segments } from '@/components/ui/tabs.tsx';
import { classNames } from '@/components/ui/class-names.ts';
import { formatInstant } from '@/format/times.ts';
import { useNow } from '@/live/clock.ts';
import { colourPresets, themes, timeZones, updateRates } from '@/preferences/preferences.ts';
import type { ColourPreset, Theme, TimeZoneChoice, UpdateRate } from '@/preferences/preferences.ts';
import { usePreferences } from '@/preferences/use-preferences.ts';
import { Setting } from './setting.tsx';

const themeNames: Record<Theme, string> = { system: 'As the device', dark: 'Dark', light: 'Light' };
const zoneNames: Record<TimeZoneChoice, string> = { local: 'Local', utc: 'UTC', exchange: 'Exchange' };
const rateNames: Record<UpdateRate, string> = {
  live: 'Live',
  '5s': 'Every 5 s',
  '30s': 'Every 30 s',
  paused: 'Paused',
};
const presetNames: Record<ColourPreset, { name: string; hint: string }> = {
  default: { name: 'Green and red', hint: 'Chosen so that they stay apart for colour-blind people' },
  'blue-orange': { name: 'Blue and orange', hint: 'The farthest apart' },
  swapped: { name: 'Red up, green down', hint: 'As in East Asia' },
};

/** How the pages look in this browser; each choice is kept at once. */
export function AppearanceCard() {
  const [{ theme, colours, timeZone, updateRate }, setPreferences] = usePreferences();
  const nowMs = useNow();
  return (
    <Card title="Appearance and time">
      <Setting name="Theme">
        <Segments
          label="Theme"
          value={theme}
          onChange={(next) => setPreferences({ theme: next })}
          options={themes.map((value) => ({ value, label: themeNames[value] }))}
        />
      </Setting>
      <Setting wide name="Up and down" hint="For candles and profit alike; sign and ▲▼ say the same without colour.">
        <div role="radiogroup" aria-label="Colours of up and down" className="flex w-full flex-col gap-2">
          {colourPresets.map((preset) => (
            <PresetChoice
              key={preset}
              preset={preset}
              checked={preset === colours}
              onChoose={() => setPreferences({ colours: preset })}
            />
          ))}
        </div>
      </Setting>
      <Setting
        name="Time zone"
        hint={
          nowMs === undefined ? 'The zone is printed beside every time.' : `It is ${formatInstant(nowMs, timeZone)}.`
        }
      >
        <Segments
          label="Time zone"
          value={timeZone}
          onChange={(next) => setPreferences({ timeZone: next })}
          options={timeZones.map((value) => ({ value, label: zoneNames[value] }))}
        />
      </Setting>
      <Setting
        wide
        name="Update rate"
        hint="How often figures move on your pages. Alarms, trades and the age of figures always come at once."
      >
        <Segments
          label="Update rate"
          value={updateRate}
          onChange={(next) => setPreferences({ updateRate: next })}
          options={updateRates.map((value) => ({ value, label: rateNames[value] }))}
        />
      </Setting>
    </Card>
  );
}

interface PresetChoiceProps {
  preset: ColourPreset;
  checked: boolean;
  onChoose: () => void;
}

/** A preset with what a gain and a loss look like in it. */
function PresetChoice({ preset, checked, onChoose }: PresetChoiceProps) {
  const { name, hint } = presetNames[preset];
  const id = useId();
  return (
    <div
      className={classNames(
        'relative flex min-h-11 items-center gap-3 rounded-control border px-3 py-1.5',
        checked ? 'border-accent bg-raised' : 'border-line hover:bg-raised',
      )}
    >
      <input
        id={id}
        type="radio"
        name="colours"
        checked={checked}
        onChange={onChoose}
        aria-describedby={`${id}-hint`}
        className="relative z-10 size-4 shrink-0 accent-primary"
      />
      <div className="min-w-0 flex-1">
        <label htmlFor={id} className="block cursor-pointer text-sm font-medium after:absolute after:inset-0">
          {name}
        </label>
        <p id={`${id}-hint`} className="text-xs text-muted">
          {hint}
        </p>
      </div>
      <div className="text-right text-xs font-medium" data-colours={preset}>
        <p className="text-up">▲ +12.40</p>
        <p className="text-down">▼ −3.10</p>
      </div>
    </div>
  );
}
