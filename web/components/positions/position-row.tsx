'use client';

import { memo } from 'react';
import { settleOf } from '@tapedeck/core/margin/position-value';
import type { Position } from '@tapedeck/core/model/position';
import { Figure } from '@/components/live/figure.tsx';
import { Pnl } from '@/components/live/pnl.tsx';
import { useFlash } from '@/components/live/use-flash.ts';
import { Button } from '@/components/ui/button.tsx';
import { classNames } from '@/components/ui/class-names.ts';
import { Td } from '@/components/ui/table.tsx';
import { Tooltip } from '@/components/ui/tooltip.tsx';
import { instrumentName } from '@/format/names.ts';
import { formatMoney, formatPrice, formatQuantity } from '@/format/numbers.ts';
import type { ShownState } from '@/live/freshness.ts';
import { useAccountValue } from '@/live/use-account-live.ts';

export interface PositionRowProps {
  accountId: string;
  positionId: string;
  state: ShownState;
  /** The side on which somebody else is known to have opened it. */
  openedElsewhere: Position['side'] | undefined;
  /** Leaves out what the overview has no room for. */
  compact: boolean;
  onOpen: (accountId: string, positionId: string) => void;
  /** Why it cannot be closed now. */
  closeOff: string | undefined;
  onClose: (accountId: string, position: Position) => void;
}

/** One position: one line at a desk, two on a phone. Renders only when its own figures change. */
export const PositionRow = memo(function PositionRow(props: PositionRowProps) {
  const { accountId, positionId } = props;
  const position = useAccountValue(accountId, (live) => live.positions.find(({ id }) => id === positionId));
  return position && <Cells {...props} position={position} />;
});

function Cells(props: PositionRowProps & { position: Position }) {
  const { accountId, position, state, openedElsewhere, compact, closeOff, onOpen, onClose } = props;
  const { pair, kind } = instrumentName(position.instrumentId);
  const currency = settleOf(position);
  const quantity = formatQuantity(position.quantity, position.stepSize);
  const price = (value: string | undefined) => formatPrice(value, position.tickSize);
  const wide = classNames('max-md:hidden', compact && 'max-2xl:hidden');
  return (
    <>
      <Td className="max-md:h-14">
        <button
          type="button"
          data-row
          onClick={() => onOpen(accountId, position.id)}
          className="text-left font-medium underline-offset-4 after:absolute after:inset-0 hover:underline"
        >
          {pair}
          <span className="ml-1.5 text-xs font-normal text-muted">{kind}</span>
        </button>
        {openedElsewhere === position.side && <ElsewhereMark />}
        <span className="block text-xs text-muted md:hidden">
          <SideWord side={position.side} />{' '}
          <Figure state={state}>{`${quantity} @ ${price(position.entryPrice)}`}</Figure>
        </span>
      </Td>
      <Td className="max-md:hidden">
        <SideWord side={position.side} />
      </Td>
      <Td numeric className="min-w-[10ch] max-md:hidden">
        <Figure state={state}>{quantity}</Figure>
      </Td>
      <Td numeric className="min-w-[12ch] max-md:hidden">
        <Figure state={state}>{price(position.entryPrice)}</Figure>
      </Td>
      <MarkCell position={position} state={state} />
      <Td numeric className="min-w-[13ch]">
        <Pnl amount={position.unrealisedPnl} currency={currency} state={state} className="font-medium" />
        <span className="block text-xs text-muted md:hidden">
          <Figure state={state}>{price(position.markPrice)}</Figure>
        </span>
      </Td>
      <Td numeric className={classNames('min-w-[12ch]', wide)}>
        <Figure state={state}>{formatMoney(position.initialMargin, currency)}</Figure>
      </Td>
      <Td numeric className={classNames('min-w-[12ch]', wide)}>
        <Figure state={state}>{price(position.liquidationPrice)}</Figure>
      </Td>
      <Td numeric className={classNames('min-w-[11ch]', wide)}>
        <Figure state={state}>{price(position.stopLoss)}</Figure>
      </Td>
      <Td numeric className={classNames('min-w-[11ch]', wide)}>
        <Figure state={state}>{price(position.takeProfit)}</Figure>
      </Td>
      <Td className={classNames('w-0', wide)}>
        <Button
          variant="ghost"
          size="sm"
          className="relative z-[1]"
          offReason={closeOff}
          aria-label={`Close ${position.side === 'long' ? 'Long' : 'Short'} ${pair}`}
          onClick={() => onClose(accountId, position)}
        >
          Close…
        </Button>
      </Td>
    </>
  );
}

/** No mark says nothing: the position is ours, or nobody knows who opened it. */
export function ElsewhereMark() {
  return (
    <Tooltip text="No command of this desk opened it: it was opened in the venue’s own app or by another program.">
      <span className="relative z-[1] ml-1.5 text-xs whitespace-nowrap text-accent">opened elsewhere</span>
    </Tooltip>
  );
}

/** The only cell that flashes. */
function MarkCell({ position, state }: { position: Position; state: ShownState }) {
  const flash = useFlash<HTMLTableCellElement>(position.markPrice);
  return (
    <Td ref={flash} numeric data-cell="mark" className="min-w-[12ch] max-md:hidden">
      <Figure state={state}>{formatPrice(position.markPrice, position.tickSize)}</Figure>
    </Td>
  );
}

export function SideWord({ side }: { side: Position['side'] }) {
  return <span className={side === 'long' ? 'text-up' : 'text-down'}>{side === 'long' ? 'Long' : 'Short'}</span>;
}
