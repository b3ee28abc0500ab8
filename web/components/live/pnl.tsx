import { classNames } from '@/components/ui/class-names.ts';
import { formatSignedMoney, signOf } from '@/format/numbers.ts';

export interface PnlProps {
  amount: string | undefined;
  currency: string;
  /** Muted, because it is old: the colour must not look like news. */
  stale?: boolean;
  className?: string;
}

/** A profit or loss: sign and arrow beside the colour. */
export function Pnl({ amount, currency, stale = false, className }: PnlProps) {
  const sign = amount === undefined ? 0 : signOf(amount);
  const colour = sign > 0 ? 'text-up' : sign < 0 ? 'text-down' : 'text-muted';
  return (
    <span className={classNames('whitespace-nowrap', stale ? 'stale' : colour, className)}>
      {sign !== 0 && (
        <span aria-hidden className="mr-1 text-[0.7em] leading-none no-underline">
          {sign > 0 ? '▲' : '▼'}
        </span>
      )}
      {formatSignedMoney(amount, currency)}
    </span>
  );
}
