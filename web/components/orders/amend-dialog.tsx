'use client';

import { useState, type FormEvent } from 'react';
import { toVenueId } from '@tapedeck/core/documents';
import type { OrderDocument } from '@tapedeck/core/documents/trading-documents';
import { hasOrderEnded } from '@tapedeck/core/orders/order-status';
import { CommandStageLine } from '@/components/live/command-stage.tsx';
import { useTradingAccess } from '@/components/live/trading-access.ts';
import { AmountField } from '@/components/ticket/amount-field.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Dialog } from '@/components/ui/dialog.tsx';
import type { Account } from '@/live/accounts.ts';
import { useInstrument } from '@/live/instruments.ts';
import { dataOf } from '@/live/loadable.ts';
import { useOrderDocument } from '@/live/ticket-orders.ts';
import { amendFieldNames, amendFieldsOf, readAmendment, toAmendForm } from './amendment.ts';
import { amendOffReason } from './order-access.ts';
import { useOrderAct, useOrderActs } from './order-acts.tsx';
import { failureOf, nameOrder, orderKey, statusWords } from './order-words.ts';

export interface AmendDialogProps {
  opened: OrderDocument;
  account: Account;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Changes the price or quantity of a working order; switches off when the order ends meanwhile. */
export function AmendDialog({ opened, account, open, onOpenChange }: AmendDialogProps) {
  const order = dataOf(useOrderDocument(opened.accountId, open ? opened.clientOrderId : undefined)) ?? opened;
  const [form, setForm] = useState(() => toAmendForm(opened));
  const [isSent, setIsSent] = useState(false);
  const { amend, byOrder } = useOrderActs();
  const life = useOrderAct(order);
  const access = useTradingAccess(account);
  const terms = useInstrument(toVenueId(account), order.instrumentId);
  const { changes, problems } = readAmendment(order, form, terms);
  const off = amendOffReason(order, access, life) ?? (isSent ? underWay(life?.stage) : undefined);
  const blocked =
    off ??
    Object.values(problems)[0] ??
    (Object.keys(changes).length === 0 ? 'Nothing differs from the order as it stands.' : undefined);
  const { text } = statusWords[order.status];

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (blocked !== undefined) return;
    amend(order, changes);
    setIsSent(true);
  };

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Amend ${nameOrder(order)}`}
      description={`In ${account.label}. The order keeps working as it is until the venue has taken the change.`}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{isSent ? 'Close' : 'Leave as it is'}</Button>
          <Button variant="primary" type="submit" form="amend-order" offReason={blocked}>
            Amend order
          </Button>
        </>
      }
    >
      <form id="amend-order" onSubmit={submit} className="flex flex-col gap-3">
        {amendFieldsOf(order).map((field) => (
          <AmountField
            key={field}
            label={amendFieldNames[field]}
            value={form[field] ?? ''}
            error={problems[field]}
            hint={field === 'quantity' ? `The new total; ${order.filledQuantity} is filled already.` : undefined}
            onValue={(typed) => setForm((known) => ({ ...known, [field]: typed }))}
          />
        ))}
        {hasOrderEnded(order.status) && (
          <p role="alert" className="text-sm text-warning">
            This order has ended meanwhile: {text.toLowerCase()}. {failureOf(order)}
          </p>
        )}
        {off !== undefined && !hasOrderEnded(order.status) && !isSent && <p className="text-sm text-muted">{off}</p>}
        {isSent && life?.type === 'amendOrder' && (
          <CommandStageLine title={byOrder.get(orderKey(order))?.title ?? 'Amend'} life={life} />
        )}
      </form>
    </Dialog>
  );
}

function underWay(stage: string | undefined): string | undefined {
  return stage === 'succeeded' || stage === 'failed' || stage === 'rejected' || stage === 'expired'
    ? undefined
    : 'The last change is still on its way.';
}
