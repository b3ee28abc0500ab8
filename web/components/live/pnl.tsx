import { classNames } from '@/components/ui/class-names.ts';
import { formatSignedMoney, signOf } from '@/format/numbers.ts';
import type { ShownState } from '@/live/freshness.ts';
import { figureStyle } from './figure-style.ts';

export interface PnlProps {
  amount: string | undefined;
  currency: string;
  /** Of a live figure; absent for one that no longer moves. What is old or a saved copy has no colour of news. */
  state?: ShownState | undefined;
  className?: string;
}

/** A profit or loss: sign and arrow beside the colour. */
export function Pnl({ amount, currency, state = 'live', className }: PnlProps) {
  const sign = amount === undefined ? 0 : signOf(amount);
  const colour = sign > 0 ? 'text-up' : sign < 0 ? 'text-down' : 'text-muted';
  return (
    <span
      className={classNames('whitespace-nowrap', (amount !== undefined && figureStyle(state)) || colour, className)}
    >
      {sign !== 0 && (
        <span aria-hidden className="mr-1 text-[0.7em] leading-none no-underline">
          {sign > 0 ? '▲' : '▼'}
        </span>
      )}
      {formatSignedMoney(amount, currency)}
    </span>
  );
}
