import { compareDecimals } from '@tapedeck/core/decimal-arithmetic';
import type { OrderDocument } from '@tapedeck/core/documents/trading-documents';
import type { CommandLife } from '@/live/command-life.ts';

/** The steps of an order's life as a person follows it, from click to last fill. */
export const orderSteps = ['sending', 'accepted', 'executing', 'at-broker', 'done'] as const;
export type OrderStep = (typeof orderSteps)[number];

export type OrderOutlook = 'under-way' | 'good' | 'bad' | 'unsure';

export interface OrderLife {
  readonly step: OrderStep;
  readonly outlook: OrderOutlook;
  /** Where it stands, in a few words. */
  readonly title: string;
  /** What it means for the money and what to do. */
  readonly detail?: string;
  /** Whether anything may still happen to it. */
  readonly isOver: boolean;
  /** Whether it ended without the broker ever having had it. */
  readonly endedBefore?: true;
}

type KnownOrder = Pick<OrderDocument, 'status' | 'quantity' | 'filledQuantity' | 'averageFillPrice' | 'reason'>;

/** The order's own document says more than its command from the moment the venue has it. */
export function orderLifeOf(life: CommandLife, order: KnownOrder | undefined): OrderLife {
  if (order && order.status !== 'pending') return lifeOfOrder(order, life);
  const message = life.message === undefined ? {} : { detail: life.message };
  switch (life.stage) {
    case 'sending':
      return { step: 'sending', outlook: 'under-way', title: 'Sending', isOver: false };
    case 'not-confirmed':
      return {
        step: 'sending',
        outlook: 'unsure',
        title: 'Not confirmed',
        detail: 'It may still be carried out. This follows it; look at your orders before you send another.',
        isOver: false,
      };
    case 'accepted':
      return { step: 'accepted', outlook: 'under-way', title: `Accepted (${life.id.slice(0, 8)})`, isOver: false };
    case 'awaiting-approval':
      return { step: 'accepted', outlook: 'unsure', title: 'Waits for approval', isOver: false };
    case 'executing':
      return { step: 'executing', outlook: 'under-way', title: 'Executing', isOver: false };
    case 'succeeded':
      return { step: 'at-broker', outlook: 'good', title: 'At broker', isOver: false };
    case 'unknown':
      return unknownLife;
    case 'rejected':
      return { step: 'done', outlook: 'bad', title: 'Rejected', ...message, isOver: true, endedBefore: true };
    case 'failed':
      return { step: 'done', outlook: 'bad', title: 'Failed', ...message, isOver: true, endedBefore: true };
    case 'expired':
      return {
        step: 'done',
        outlook: 'bad',
        title: 'Expired',
        detail:
          life.message ??
          'Nobody carried it out in time. Nothing was sent to the broker. Send it again if you still want it.',
        isOver: true,
        endedBefore: true,
      };
  }
}

const unknownLife: OrderLife = {
  step: 'executing',
  outlook: 'unsure',
  title: 'Unknown',
  detail:
    'The broker has not said what became of it: it may stand. It is being looked up, and no new entry goes out in this instrument until that is known. Do not send it again.',
  isOver: false,
};

function lifeOfOrder(order: KnownOrder, life: CommandLife): OrderLife {
  const filled = `${order.filledQuantity} of ${order.quantity} filled${order.averageFillPrice === undefined ? '' : ` at ${order.averageFillPrice}`}.`;
  const hasFills = compareDecimals(order.filledQuantity, '0') > 0;
  const reason = order.reason?.message ?? life.message;
  switch (order.status) {
    case 'filled':
      return { step: 'done', outlook: 'good', title: 'Filled', detail: filled, isOver: true };
    case 'partly-filled':
      return { step: 'at-broker', outlook: 'good', title: 'Partly filled', detail: filled, isOver: false };
    case 'working':
    case 'pending':
      return { step: 'at-broker', outlook: 'good', title: 'At broker', detail: 'Working in the book.', isOver: false };
    case 'untriggered':
      return {
        step: 'at-broker',
        outlook: 'good',
        title: 'At broker',
        detail: 'Waits for its trigger.',
        isOver: false,
      };
    case 'unknown':
      return unknownLife;
    case 'cancelled':
    case 'expired': {
      const end = order.status === 'cancelled' ? 'Cancelled' : 'Expired';
      const title = hasFills ? `Partly filled, the rest ${end.toLowerCase()}` : end;
      const said = hasFills ? filled : 'Nothing was traded.';
      return {
        step: 'done',
        outlook: hasFills ? 'good' : 'bad',
        title,
        detail: reason === undefined ? said : `${said} ${reason}`,
        isOver: true,
      };
    }
    case 'rejected':
      return {
        step: 'done',
        outlook: 'bad',
        title: 'Rejected',
        detail: reason ?? 'The broker refused it. Nothing was traded.',
        isOver: true,
      };
  }
}
