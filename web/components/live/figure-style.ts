import { classNames } from '@/components/ui/class-names.ts';
import { isStale, type ShownState } from '@/live/freshness.ts';

/** How a figure looks in this state: muted and underlined when it is old, hatched when it is a saved copy, else plain. */
export function figureStyle(state: ShownState): string {
  return classNames(isStale(state) && 'stale', state === 'saved' && 'saved-copy pl-2');
}
