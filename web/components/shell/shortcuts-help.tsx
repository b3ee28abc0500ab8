'use client';

import { Dialog } from '@/components/ui/dialog.tsx';
import type { OverlayProps } from './lazy-overlays.tsx';
import { pages } from './pages.ts';

const keys: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  { keys: ['⌘ K', 'Ctrl K', '/'], does: 'Search pages, accounts and actions' },
  { keys: ['t'], does: 'New order' },
  { keys: ['?'], does: 'This list' },
  ...pages.map((page) => ({ keys: [`g ${page.letter}`], does: page.title })),
  { keys: ['↑ ↓'], does: 'Next or previous row of a table' },
  { keys: ['Enter'], does: 'Open the row' },
  { keys: ['Esc'], does: 'Close what is open' },
];

export function ShortcutsHelp({ open, onOpenChange }: OverlayProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard" description="A single key never sends anything.">
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 text-sm">
        {keys.map((entry) => (
          <div key={entry.does} className="contents">
            <dt className="flex gap-1.5">
              {entry.keys.map((key) => (
                <kbd key={key} className="rounded-control border border-control px-1.5 font-sans text-xs leading-5">
                  {key}
                </kbd>
              ))}
            </dt>
            <dd className="text-muted">{entry.does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
