'use client';

import type { ReactNode } from 'react';
import { toVenueId } from '@tapedeck/core/documents';
import type { OrderDocument } from '@tapedeck/core/documents/trading-documents';
import { hasOrderEnded } from '@tapedeck/core/orders/order-status';
import { CommandStageLine } from '@/components/live/command-stage.tsx';
import { useTradingAccess } from '@/components/live/trading-access.ts';
import { Badge } from '@/components/ui/badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Drawer } from '@/components/ui/dialog.tsx';
import { formatLatency } from '@/format/durations.ts';
import { instrumentName } from '@/format/names.ts';
import { unknownFigure } from '@/format/numbers.ts';
import { formatInstant } from '@/format/times.ts';
import type { Account } from '@/live/accounts.ts';
import { useCommandDocument } from '@/live/command-document.ts';
import { useInstrument } from '@/live/instruments.ts';
import { dataOf } from '@/live/loadable.ts';
import { useOrderDocument } from '@/live/ticket-orders.ts';
import { usePreference } from '@/preferences/use-preferences.ts';
import { amendOffReason, cancelOffReason } from './order-access.ts';
import { useOrderAct, useOrderActs } from './order-acts.tsx';
import { figuresOf } from './order-figures.ts';
import { Maker, pricesOf, Side } from './order-row.tsx';
import { OrderTimeline } from './order-timeline-list.tsx';
import { failureOf, formatAt, nameOrder, sayType, statusWords } from './order-words.ts';

export interface OrderDrawerProps {
  /** As it was when the row was opened; the drawer follows the stored one. */
  opened: OrderDocument;
  account: Account;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onAmend: (order: OrderDocument) => void;
}

/** All that is known of an order: its terms, its life with times, what it cost, why it failed. */
export function OrderDrawer({ opened, account, open, onOpenChange, onAmend }: OrderDrawerProps) {
  const stored = dataOf(useOrderDocument(opened.accountId, open ? opened.clientOrderId : undefined));
  const order = stored ?? opened;
  const { pair, kind } = instrumentName(order.instrumentId);
  const { text, tone } = statusWords[order.status];
  return (
    <Drawer
      open={open}
      onOpenChange={onOpenChange}
      title={
        <span className="flex flex-wrap items-center gap-2">
          <Side order={order} /> {pair} <span className="text-sm font-normal text-muted">{kind}</span>
          <Badge tone={tone}>{text}</Badge>
        </span>
      }
      description={`${sayType(order)} order in ${account.label}`}
      {...(!hasOrderEnded(order.status) && { footer: <Acts order={order} account={account} onAmend={onAmend} /> })}
    >
      <Failure order={order} />
      <Facts order={order} account={account} />
      <h3 className="mt-6 mb-1 text-sm font-semibold">Life</h3>
      {open && <Life order={order} />}
    </Drawer>
  );
}

function Failure({ order }: { order: OrderDocument }) {
  const failure = failureOf(order);
  if (failure === undefined) return null;
  const colour =
    order.status === 'rejected' ? 'text-down' : order.status === 'cancelled' ? 'text-muted' : 'text-warning';
  return <p className={`mb-3 text-sm ${colour}`}>{failure}</p>;
}

function Facts({ order, account }: { order: OrderDocument; account: Account }) {
  const zone = usePreference('timeZone');
  const terms = useInstrument(toVenueId(account), order.instrumentId);
  const price = (value: string | undefined) => formatAt(value, terms?.tickSize);
  const { fees, slippageBps, acceptMs } = figuresOf(order);
  const prices = pricesOf(order, price);
  return (
    <dl className="grid grid-cols-[auto_1fr] text-sm">
      <Fact label="Quantity">{formatAt(order.quantity, terms?.stepSize)}</Fact>
      <Fact label="Filled">{formatAt(order.filledQuantity, terms?.stepSize)}</Fact>
      <Fact label="Price">{prices === '' ? 'Market' : prices}</Fact>
      <Fact label="Average fill">{price(order.averageFillPrice)}</Fact>
      {order.stopLoss !== undefined && <Fact label="Stop attached">{price(order.stopLoss)}</Fact>}
      {order.takeProfit !== undefined && <Fact label="Target attached">{price(order.takeProfit)}</Fact>}
      <Fact label="Fees">
        {fees.length === 0
          ? unknownFigure
          : fees.map(({ currency, amount }) => `${formatAt(amount, undefined)} ${currency}`).join(', ')}
      </Fact>
      <Fact label="Slippage">{slippageBps === undefined ? unknownFigure : saySlippage(slippageBps)}</Fact>
      <Fact label="Time to accept">{formatLatency(acceptMs)}</Fact>
      <Fact label="By">
        <Maker order={order} />
      </Fact>
      <Fact label="Made">{formatInstant(order.createdAtMs, zone)}</Fact>
      <Fact label="Our id">
        <span className="break-all">{order.clientOrderId}</span>
      </Fact>
      <Fact label="Venue's id">
        <span className="break-all">{order.venueOrderId ?? unknownFigure}</span>
      </Fact>
    </dl>
  );
}

/** Hundredths of a percent in words: what is positive cost money. */
export function saySlippage(bps: number): string {
  const size = `${(Math.abs(bps) / 100).toFixed(3)}%`;
  return bps > 0 ? `${size} worse` : bps < 0 ? `${size} better` : 'none';
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="contents">
      <dt className="border-b border-line py-1.5 pr-6 text-muted">{label}</dt>
      <dd className="border-b border-line py-1.5 text-right">{children}</dd>
    </div>
  );
}

function Life({ order }: { order: OrderDocument }) {
  const command = dataOf(useCommandDocument(order.commandId));
  return <OrderTimeline order={order} command={command} />;
}

interface ActsProps {
  order: OrderDocument;
  account: Account;
  onAmend: (order: OrderDocument) => void;
}

function Acts({ order, account, onAmend }: ActsProps) {
  const access = useTradingAccess(account);
  const { byOrder, cancel } = useOrderActs();
  const life = useOrderAct(order);
  const cancelOff = cancelOffReason(order, access, life);
  const amendOff = amendOffReason(order, access, life);
  const title = byOrder.get(`${order.accountId}/${order.clientOrderId}`)?.title;
  return (
    <>
      {life && title !== undefined && (
        <div className="w-full">
          <CommandStageLine title={title} life={life} />
        </div>
      )}
      {(cancelOff ?? amendOff) !== undefined && !life && (
        <p className="w-full text-sm text-muted">{cancelOff ?? amendOff}</p>
      )}
      <Button offReason={amendOff} onClick={() => onAmend(order)}>
        Amend…
      </Button>
      <Button
        variant="danger"
        offReason={cancelOff}
        onClick={() => cancel(order)}
        aria-label={`Cancel ${nameOrder(order)}`}
      >
        Cancel order
      </Button>
    </>
  );
}
