'use client';

import { Initials } from '@/components/shell/person-menu.tsx';
import { pages } from '@/components/shell/pages.ts';
import { Card } from '@/components/ui/card.tsx';
import { usePresence } from '@/live/presence.ts';

/** Who has the desk in sight at this moment. */
export function Watchers() {
  const watchers = usePresence();
  return (
    <Card title="Watching now">
      <ul className="flex min-h-7 flex-wrap gap-x-5 gap-y-2">
        {watchers.map((watcher) => (
          <li key={watcher.uid} className="flex items-center gap-2 text-sm">
            <Initials name={watcher.name} />
            <span>
              {watcher.name}
              {watcher.isMe && <span className="text-muted"> (you)</span>}
              <span className="block text-xs text-muted">{titleOf(watcher.page)}</span>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function titleOf(path: string): string {
  return pages.find((page) => page.href === path)?.title ?? path;
}
