import type { CommandDocument } from '@tapedeck/core/documents/command-document';
import type { OrderDocument } from '@tapedeck/core/documents/trading-documents';
import { isConditional } from '@tapedeck/core/orders/order-fields';
import type { OrderMoment } from '@tapedeck/core/orders/order-record';
import { hasOrderEnded } from '@tapedeck/core/orders/order-status';
import { statusWords } from './order-words.ts';

export interface TimelineStep {
  readonly id: string;
  readonly title: string;
  readonly detail?: string;
  readonly atMs: number;
  /** From the step before; absent for the first. */
  readonly sinceMs?: number;
}

const momentsOfLife: readonly OrderMoment[] = [
  'created',
  'sent',
  'unconfirmed',
  'refused',
  'accepted',
  'triggered',
  'ended',
];

type Step = Omit<TimelineStep, 'sinceMs'>;

/**
 * An order's life from the click to the last fill. Steps at the venue carry the time at which the worker heard of them;
 * the command's come from the backend's clock, so that the first gaps may be off by how far the clocks differ.
 */
export function toTimeline(order: OrderDocument, command: CommandDocument | undefined): readonly TimelineStep[] {
  const moments = momentSteps(order);
  const inOrder = [
    ...commandSteps(command),
    ...moments.filter(({ id }) => id !== 'ended'),
    ...fillSteps(order),
    ...moments.filter(({ id }) => id === 'ended'),
  ];
  // Stable: steps of the same millisecond stay in the order of a life.
  const steps = inOrder.toSorted((a, b) => a.atMs - b.atMs);
  return steps.map((step, index) => {
    const before = steps[index - 1];
    return before ? { ...step, sinceMs: step.atMs - before.atMs } : step;
  });
}

function commandSteps(command: CommandDocument | undefined): readonly Step[] {
  if (!command) return [];
  const reached = (status: CommandDocument['status']) => command.history.find((entry) => entry.status === status)?.atMs;
  const claimedMs = reached('claimed');
  const awaitingMs = reached('awaiting-approval');
  const decision = command.approval?.decision;
  return [
    { id: 'command', title: `Sent by ${command.actor.name}`, atMs: command.createdAtMs },
    ...(claimedMs === undefined ? [] : [{ id: 'claimed', title: 'Taken by the worker', atMs: claimedMs }]),
    ...(awaitingMs === undefined
      ? []
      : [{ id: 'awaiting', title: 'Waits for another member to approve it', atMs: awaitingMs }]),
    ...(decision
      ? [
          {
            id: 'decided',
            title: `${decision.approved ? 'Approved' : 'Refused'} by ${decision.by.name}`,
            atMs: decision.atMs,
          },
        ]
      : []),
  ];
}

function momentSteps(order: OrderDocument): readonly Step[] {
  const { moments } = order.evidence;
  return momentsOfLife.flatMap((moment) => {
    const atMs = moments[moment];
    const title = momentTitle(order, moment);
    return title === undefined || atMs === undefined ? [] : [{ id: moment, title, atMs }];
  });
}

function momentTitle(order: OrderDocument, moment: OrderMoment): string | undefined {
  switch (moment) {
    case 'created':
      if (isDenied(order)) return undefined;
      return order.external ? 'Found at the venue' : 'Checked and stored';
    case 'sent':
      return 'Sent to the venue';
    case 'unconfirmed':
      return 'No answer: outcome unknown';
    case 'refused':
      return isDenied(order) ? 'Denied by a gate' : 'Refused';
    case 'accepted':
      return 'At the venue';
    case 'triggered':
      return isConditional(order.type) ? 'Triggered' : undefined;
    case 'ended':
      return hasOrderEnded(order.status) ? statusWords[order.status].text : 'Ended';
  }
}

/** Whether a gate refused it, before it was stored to be sent. */
function isDenied({ evidence: { moments } }: OrderDocument): boolean {
  return moments.refused !== undefined && moments.refused === moments.created && moments.sent === undefined;
}

function fillSteps(order: OrderDocument): readonly Step[] {
  return Object.entries(order.evidence.fills).map(([id, fill]) => ({
    id: `fill ${id}`,
    title: `Fill of ${fill.quantity} at ${fill.price}`,
    detail: [`fee ${fill.fee} ${fill.feeCurrency}`, fill.liquidity].filter(Boolean).join(', '),
    atMs: fill.readMs,
  }));
}
