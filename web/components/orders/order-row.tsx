'use client';

import { Pencil, X } from 'lucide-react';
import { memo } from 'react';
import type { OrderDocument } from '@tapedeck/core/documents/trading-documents';
import { hasOrderEnded } from '@tapedeck/core/orders/order-status';
import { RecentTime } from '@/components/live/recent-time.tsx';
import { sideNames } from '@/components/ticket/order-words.ts';
import { Badge } from '@/components/ui/badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { classNames } from '@/components/ui/class-names.ts';
import { Td } from '@/components/ui/table.tsx';
import { instrumentName } from '@/format/names.ts';
import type { Account } from '@/live/accounts.ts';
import type { CommandLife } from '@/live/command-life.ts';
import { useInstrument } from '@/live/instruments.ts';
import { toVenueId } from '@tapedeck/core/documents';
import { amendOffReason, cancelOffReason } from './order-access.ts';
import { isLeaving, useOrderAct, useOrderActs } from './order-acts.tsx';
import { formatAt, makerName, nameOrder, sayType, statusWords } from './order-words.ts';
import type { TradingAccess } from '@/components/live/trading-access.ts';

export interface OrderRowProps {
  order: OrderDocument;
  account: Account;
  access: TradingAccess;
  /** Whether the account is named: not where all orders are of one. */
  withAccount: boolean;
  /** Whether it can still be amended or cancelled. */
  withActs: boolean;
  onOpen: (order: OrderDocument) => void;
  onAmend: (order: OrderDocument) => void;
}

/** One order: one line at a desk, two on a phone. */
export const OrderRow = memo(function OrderRow(props: OrderRowProps) {
  const { order, account, access, withAccount, withActs, onOpen, onAmend } = props;
  const life = useOrderAct(order);
  const terms = useInstrument(toVenueId(account), order.instrumentId);
  const { pair, kind } = instrumentName(order.instrumentId);
  const ghost = isLeaving(life) && 'text-muted italic';
  const price = (value: string | undefined) => formatAt(value, terms?.tickSize);
  const quantity = (value: string) => formatAt(value, terms?.stepSize);
  const prices = pricesOf(order, price);
  return (
    <>
      <Td className={classNames('max-md:hidden', ghost)}>
        <RecentTime atMs={order.createdAtMs} className="text-muted" />
      </Td>
      {withAccount && <Td className={classNames('max-lg:hidden', ghost)}>{account.label}</Td>}
      <Td className={classNames('max-md:h-14 max-md:whitespace-normal', ghost)}>
        <button
          type="button"
          data-row
          aria-haspopup="dialog"
          onClick={() => onOpen(order)}
          className="text-left font-medium underline-offset-4 after:absolute after:inset-0 hover:underline"
        >
          {pair}
          <span className="ml-1.5 text-xs font-normal text-muted">{kind}</span>
        </button>
        <span className="block text-xs text-muted md:hidden">
          <Side order={order} /> {sayType(order).toLowerCase()} {quantity(order.quantity)}
          {prices !== '' && ` @ ${prices}`}
        </span>
      </Td>
      <Td className={classNames('max-md:hidden', ghost)}>
        <Side order={order} />
      </Td>
      <Td className={classNames('max-md:hidden', ghost)}>{sayType(order)}</Td>
      <Td numeric className={classNames('min-w-[11ch] max-md:hidden', ghost)}>
        {prices === '' ? <span className="text-muted">market</span> : prices}
      </Td>
      <Td numeric className={classNames('min-w-[12ch] max-md:hidden', ghost)}>
        {quantity(order.filledQuantity)}
        <span className="text-muted"> / {quantity(order.quantity)}</span>
      </Td>
      <Td numeric className={classNames('min-w-[11ch] max-md:hidden', ghost)}>
        {price(order.averageFillPrice)}
      </Td>
      <Td className="max-md:text-right">
        <Status order={order} life={life} />
        <span className="mt-0.5 block text-xs text-muted md:hidden">
          {quantity(order.filledQuantity)} / {quantity(order.quantity)} filled
        </span>
      </Td>
      <Td className={classNames('max-xl:hidden', ghost)}>
        <Maker order={order} />
      </Td>
      {withActs && (
        <Td className="w-0 max-md:hidden">
          <RowActs order={order} access={access} life={life} onAmend={onAmend} />
        </Td>
      )}
    </>
  );
});

/** The prices that an order has: its limit, where it is triggered, how far it trails. */
export function pricesOf(order: OrderDocument, price: (value: string) => string): string {
  const { limitPrice, triggerPrice, trailingDistance } = order;
  const parts = [
    limitPrice !== undefined && price(limitPrice),
    triggerPrice !== undefined && `trigger ${price(triggerPrice)}`,
    trailingDistance !== undefined && `${price(trailingDistance)} behind`,
  ];
  return parts.filter(Boolean).join(', ');
}

export function Side({ order }: { order: Pick<OrderDocument, 'side'> }) {
  return <span className={order.side === 'buy' ? 'text-up' : 'text-down'}>{sideNames[order.side]}</span>;
}

export function Maker({ order }: { order: OrderDocument }) {
  return order.external ? <Badge tone="accent">External</Badge> : <>{makerName(order)}</>;
}

/** Where an order stands, or what is being done to it. */
function Status({ order, life }: { order: OrderDocument; life: CommandLife | undefined }) {
  const { text, tone } = statusWords[order.status];
  if (isLeaving(life) && !hasOrderEnded(order.status)) {
    return <Badge tone="warning">{life?.stage === 'not-confirmed' ? 'Cancel not confirmed' : 'Cancelling'}</Badge>;
  }
  return <Badge tone={tone}>{text}</Badge>;
}

interface RowActsProps extends Pick<OrderRowProps, 'order' | 'access' | 'onAmend'> {
  life: CommandLife | undefined;
}

function RowActs({ order, access, life, onAmend }: RowActsProps) {
  const { cancel } = useOrderActs();
  const name = nameOrder(order);
  return (
    <span className="relative z-[1] flex justify-end gap-1">
      <Button
        variant="ghost"
        size="sm"
        aria-label={`Amend ${name}`}
        offReason={amendOffReason(order, access, life)}
        onClick={() => onAmend(order)}
      >
        <Pencil aria-hidden size={14} />
      </Button>
      <Button
        variant="ghost"
        size="sm"
        aria-label={`Cancel ${name}`}
        offReason={cancelOffReason(order, access, life)}
        onClick={() => cancel(order)}
      >
        <X aria-hidden size={14} />
        Cancel
      </Button>
    </span>
  );
}
