'use client';

import type { OrderIntent } from '@tapedeck/core/orders/order-intent';
import { Button } from '@/components/ui/button.tsx';
import { classNames } from '@/components/ui/class-names.ts';
import { ApprovalCountdown } from '@/components/approvals/approval-countdown.tsx';
import { useCommandDocument } from '@/live/command-document.ts';
import type { CommandLife } from '@/live/command-life.ts';
import { dataOf } from '@/live/loadable.ts';
import { useOrderDocument } from '@/live/ticket-orders.ts';
import { orderLifeOf, orderSteps, type OrderLife, type OrderStep } from './order-life.ts';
import { sayOrder } from './order-words.ts';

const stepNames: Record<OrderStep, string> = {
  sending: 'Sent',
  accepted: 'Accepted',
  executing: 'Executing',
  'at-broker': 'At broker',
  done: 'Ended',
};

const colours = { 'under-way': 'text-info', good: 'text-up', bad: 'text-down', unsure: 'text-warning' } as const;
const symbols = { 'under-way': '◑', good: '✓', bad: '✕', unsure: '?' } as const;

export interface SentOrderProps {
  intent: OrderIntent;
  life: CommandLife;
  onNew: () => void;
  onEdit: () => void;
}

/** What became of the order that was sent: its command, and the order itself from when the venue has it. */
export function SentOrder({ intent, life, onNew, onEdit }: SentOrderProps) {
  const clientOrderId = life.result?.['clientOrderId'];
  const order = dataOf(
    useOrderDocument(intent.accountId, typeof clientOrderId === 'string' ? clientOrderId : undefined),
  );
  const waiting = dataOf(useCommandDocument(life.stage === 'awaiting-approval' ? life.id : undefined));
  const state = orderLifeOf(life, order);
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-muted">{sayOrder(intent)}</p>
      <div
        role={state.outlook === 'bad' || state.outlook === 'unsure' ? 'alert' : 'status'}
        data-testid="order-life"
        data-title={state.title}
        className="rounded-control border border-line bg-panel px-3 py-2.5"
      >
        <p className={classNames('font-semibold', colours[state.outlook])}>
          <span aria-hidden>{symbols[state.outlook]}</span> {state.title}
        </p>
        {state.detail !== undefined && <p className="mt-0.5 text-sm">{state.detail}</p>}
        {waiting?.approval && <p className="mt-0.5 text-sm">{waiting.approval.reason}</p>}
      </div>
      {waiting?.approval && <ApprovalCountdown untilMs={waiting.approval.untilMs} />}
      <Steps life={state} />
      <div className="sticky bottom-0 z-20 -mx-4 mt-1 flex gap-2 border-t border-line bg-raised px-4 py-3">
        {state.outlook === 'bad' && state.isOver && (
          <Button variant="primary" onClick={onEdit} className="flex-1">
            Edit the order
          </Button>
        )}
        <Button onClick={onNew} className="flex-1">
          New order
        </Button>
      </div>
    </div>
  );
}

function Steps({ life }: { life: OrderLife }) {
  const reached = orderSteps.indexOf(life.step);
  const wasReached = (step: OrderStep, index: number) =>
    index <= reached && !(step === 'at-broker' && life.endedBefore === true);
  return (
    <ol className="grid grid-cols-5 gap-1 text-center text-xs" aria-label="Steps of the order">
      {orderSteps.map((step, index) => (
        <li
          key={step}
          aria-current={index === reached ? 'step' : undefined}
          className={classNames(
            'border-t-2 pt-1',
            wasReached(step, index) ? 'border-accent' : 'border-line',
            index === reached ? 'font-medium' : 'text-muted',
          )}
        >
          {stepNames[step]}
        </li>
      ))}
    </ol>
  );
}
