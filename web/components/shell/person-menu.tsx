'use client';

import { Moon, Sun, SunMoon } from 'lucide-react';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from '@/components/ui/menu.tsx';
import { useMembership } from '@/live/desk-context.tsx';
import { signOut } from '@/live/session.ts';
import { themes, type Theme } from '@/preferences/preferences.ts';
import { usePreferences } from '@/preferences/use-preferences.ts';

const themeNames: Record<Theme, { name: string; icon: typeof Sun }> = {
  system: { name: 'As the device', icon: SunMoon },
  dark: { name: 'Dark', icon: Moon },
  light: { name: 'Light', icon: Sun },
};

/** Who is signed in, with the role; theme and sign-out. */
export function PersonMenu() {
  const { name, role, desk } = useMembership();
  const [{ theme }, setPreferences] = usePreferences();
  return (
    <Menu
      trigger={
        <button type="button" className="grid size-9 place-items-center rounded-control hover:bg-sunken max-md:hidden">
          <span className="sr-only">
            {name}, {role}
          </span>
          <Initials name={name} />
        </button>
      }
    >
      <MenuLabel>
        <span className="block text-sm font-medium text-text">{name}</span>
        {role} of {desk.name}
      </MenuLabel>
      <MenuLine />
      {themes.map((choice) => {
        const { name: label, icon: Icon } = themeNames[choice];
        return (
          <MenuChoice key={choice} checked={choice === theme} onSelect={() => setPreferences({ theme: choice })}>
            <Icon aria-hidden size={16} className="text-muted" />
            {label}
          </MenuChoice>
        );
      })}
      <MenuLine />
      <MenuItem onSelect={() => void signOut()}>Sign out</MenuItem>
    </Menu>
  );
}

export function Initials({ name }: { name: string }) {
  const letters = name
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .join('')
    .slice(0, 2)
    .toUpperCase();
  return (
    <span
      aria-hidden
      className="grid size-7 place-items-center rounded-full bg-sunken text-xs font-semibold text-accent"
    >
      {letters}
    </span>
  );
}
