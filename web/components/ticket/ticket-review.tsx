'use client';

import { ArrowLeft } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { defaultTimeInForce } from '@tapedeck/core/orders/order-fields';
import type { OrderIntent } from '@tapedeck/core/orders/order-intent';
import { Button } from '@/components/ui/button.tsx';
import { classNames } from '@/components/ui/class-names.ts';
import { brokerName, environmentName, instrumentName } from '@/format/names.ts';
import { formatPrice } from '@/format/numbers.ts';
import { EstimateList } from './estimate-list.tsx';
import { GateNotes } from './gate-notes.tsx';
import { sayQuantity, sideNames, timeInForceNames, typeNames } from './order-words.ts';
import { QuoteStrip } from './quote-strip.tsx';
import type { Ticket } from './use-ticket.ts';

export interface TicketReviewProps {
  ticket: Ticket;
  intent: OrderIntent;
  onBack: () => void;
  onSend: () => void;
}

/** The order as it would be sent, to be read once more. The focus starts on its heading: Enter sends nothing. */
export function TicketReview({ ticket, intent, onBack, onSend }: TicketReviewProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { account, market, report } = ticket;
  const { pair, kind } = instrumentName(intent.instrumentId);
  const price = (value: string) => formatPrice(value, market.instrument?.tickSize ?? value);
  const isBuy = intent.side === 'buy';
  const offReason =
    ticket.offReason ?? (ticket.isReady ? undefined : 'It would be refused as it stands now: go back and change it.');
  return (
    <div className="flex flex-col gap-3">
      <h3 ref={heading} tabIndex={-1} className="text-lg font-semibold outline-none">
        <span className={isBuy ? 'text-up' : 'text-down'}>
          <span aria-hidden className="text-sm">
            {isBuy ? '▲' : '▼'}
          </span>{' '}
          {sideNames[intent.side]}
        </span>{' '}
        {sayQuantity(intent.quantity, intent.instrumentId)}
      </h3>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm">
        <Fact name="Instrument">
          {pair} {kind}
        </Fact>
        <Fact name="Account" isStrong={account?.environment === 'live'}>
          {account && `${account.label}, ${brokerName(account.broker)} ${environmentName(account.environment)}`}
        </Fact>
        <Fact name="Type">{typeNames[intent.type]}</Fact>
        {intent.triggerPrice && (
          <Fact name="Trigger">{`${price(intent.triggerPrice)} (${intent.triggerBy ?? 'last'})`}</Fact>
        )}
        {intent.limitPrice && <Fact name="Limit price">{price(intent.limitPrice)}</Fact>}
        {intent.trailingDistance && <Fact name="Distance">{price(intent.trailingDistance)}</Fact>}
        <Fact name="Time in force">{timeInForceNames[intent.timeInForce ?? defaultTimeInForce(intent.type)]}</Fact>
        {intent.reduceOnly && <Fact name="Reduce-only">Yes</Fact>}
        {intent.stopLoss && <Fact name="Stop">{price(intent.stopLoss)}</Fact>}
        {intent.takeProfit && <Fact name="Target">{price(intent.takeProfit)}</Fact>}
      </dl>
      <QuoteStrip instrument={market.instrument} quote={market.quote} />
      <EstimateList check={report?.check} instrument={market.instrument} currency={account?.currency} />
      <GateNotes ticket={ticket} />
      <div className="sticky bottom-0 z-20 -mx-4 flex flex-wrap gap-2 border-t border-line bg-raised px-4 py-3">
        <Button onClick={onBack}>
          <ArrowLeft aria-hidden size={16} />
          Back
        </Button>
        <Button variant="primary" offReason={offReason} onClick={onSend} className="flex-1">
          Send {isBuy ? 'buy' : 'sell'} order
        </Button>
        {offReason !== undefined && <p className="w-full text-xs text-warning">{offReason}</p>}
      </div>
    </div>
  );
}

function Fact({ name, isStrong = false, children }: { name: string; isStrong?: boolean; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className={classNames('text-right', isStrong && 'font-semibold text-warning')}>{children}</dd>
    </>
  );
}
