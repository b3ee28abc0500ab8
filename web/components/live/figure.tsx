import { unknownFigure } from '@/format/numbers.ts';
import type { ShownState } from '@/live/freshness.ts';
import { figureStyle } from './figure-style.ts';

/** A formatted figure in the look of its state; the dash of an unknown one has no age to show. */
export function Figure({ state, children }: { state: ShownState; children: string }) {
  return <span className={children === unknownFigure ? undefined : figureStyle(state)}>{children}</span>;
}
