'use client';

import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useRef, useState } from 'react';
import type { OrderIntent } from '@tapedeck/core/orders/order-intent';
import { useSentCommand } from '@/components/live/use-sent-command.ts';
import { Button } from '@/components/ui/button.tsx';
import { useFocusReturn } from '@/components/ui/dialog.tsx';
import { useIsPhone } from '@/components/ui/use-is-phone.ts';
import { closeTicket, type TicketRequest } from './open-ticket.ts';
import { SentOrder } from './sent-order.tsx';
import { TicketForm } from './ticket-form.tsx';
import { TicketReview } from './ticket-review.tsx';
import { useKeptDraft, useTicket, type KeptDraft, type Ticket } from './use-ticket.ts';

/** One order in review: its command id is made here, so that however often it is sent, it is one command. */
interface Review {
  readonly intent: OrderIntent;
  readonly commandId: string;
}

/**
 * The order ticket: a panel under the header at the right, a full sheet on a phone. The header with Stop stays in reach,
 * and on a wide screen so does the page.
 */
export function TicketPanel({ request }: { request: TicketRequest }) {
  const panel = useRef<HTMLDivElement>(null);
  const focusReturn = useFocusReturn();
  const isPhone = useIsPhone();
  const kept = useKeptDraft(request);
  return (
    <Dialog.Root open={request.isOpen} modal={false} onOpenChange={(open) => !open && closeTicket()}>
      <Dialog.Portal>
        <Dialog.Content
          {...focusReturn}
          ref={panel}
          onOpenAutoFocus={(event) => {
            focusReturn.onOpenAutoFocus(event);
            event.preventDefault();
            // The keys of a phone would cover the sheet before it has been read.
            (isPhone ? panel.current : firstEmptyField(panel.current))?.focus();
          }}
          aria-describedby={undefined}
          onInteractOutside={(event) => event.preventDefault()}
          className="fixed inset-x-0 top-12 bottom-0 z-30 flex flex-col border-line bg-raised outline-none animate-[slide-in_160ms_ease-out] md:left-auto md:w-100 md:border-l md:shadow-overlay"
        >
          <TicketBody key={request.opening} kept={kept} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function firstEmptyField(panel: HTMLElement | null): HTMLElement | null {
  const fields = panel?.querySelectorAll<HTMLInputElement | HTMLSelectElement>('select, input:not([type=checkbox])');
  return [...(fields ?? [])].find(({ value }) => value === '') ?? panel;
}

function TicketBody({ kept }: { kept: KeptDraft }) {
  const ticket = useTicket(kept);
  const sent = useSentCommand();
  const [review, setReview] = useState<Review>();
  const isSent = sent.life !== undefined && sent.life.id === review?.commandId;
  return (
    <>
      <div className="flex items-center justify-between gap-4 px-4 pt-2 pb-1">
        <Dialog.Title className="text-lg font-semibold">
          {isSent ? 'Order sent' : review ? 'Review order' : 'New order'}
        </Dialog.Title>
        <Dialog.Close asChild>
          <Button variant="ghost" size="icon" aria-label="Close the ticket" className="-mr-2">
            <X aria-hidden size={18} />
          </Button>
        </Dialog.Close>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-4">
        {isSent && sent.life ? (
          <SentOrder
            intent={review.intent}
            life={sent.life}
            onEdit={() => setReview(undefined)}
            onNew={() => {
              ticket.change({ quantity: '' });
              setReview(undefined);
            }}
          />
        ) : review ? (
          <TicketReview
            ticket={ticket}
            intent={review.intent}
            onBack={() => setReview(undefined)}
            onSend={() => sent.send('placeOrder', withReference(review.intent, ticket), review.commandId)}
          />
        ) : (
          <TicketForm
            ticket={ticket}
            onReview={() => ticket.intent && setReview({ intent: ticket.intent, commandId: crypto.randomUUID() })}
          />
        )}
      </div>
    </>
  );
}

/** Slippage is measured against the price in sight when it is sent. */
function withReference(intent: OrderIntent, { intent: now }: Ticket): OrderIntent {
  return now?.referencePrice === undefined ? intent : { ...intent, referencePrice: now.referencePrice };
}
