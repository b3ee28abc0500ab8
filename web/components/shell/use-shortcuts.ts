'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { pages } from './pages.ts';

export interface ShortcutActions {
  openPalette: () => void;
  openHelp: () => void;
  openTicket: () => void;
}

/** How long `g` waits for its letter. */
const sequenceMs = 1_200;

/** ⌘K and `/` open the palette, `?` the list of keys, `t` the ticket, `g` and a letter a page. No single key sends anything. */
export function useShortcuts({ openPalette, openHelp, openTicket }: ShortcutActions): void {
  const router = useRouter();
  useEffect(() => {
    let goesUntilMs = 0;
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === 'k' && (event.metaKey || event.ctrlKey)) {
        event.preventDefault();
        openPalette();
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      const page = event.timeStamp < goesUntilMs ? pages.find(({ letter }) => letter === event.key) : undefined;
      goesUntilMs = event.key === 'g' ? event.timeStamp + sequenceMs : 0;
      if (page) router.push(page.href);
      else if (event.key === '/') openPalette();
      else if (event.key === '?') openHelp();
      else if (event.key === 't') openTicket();
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [router, openPalette, openHelp, openTicket]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches('input, textarea, select') ||
      target.closest('[role="dialog"]') !== null)
  );
}
