import { commandTitles } from '@tapedeck/core/commands/command-titles';
import type { CommandDocument } from '@tapedeck/core/documents/command-document';
import type { OrderIntent } from '@tapedeck/core/orders/order-intent';
import { sayOrder } from '@/components/ticket/order-words.ts';

/** What is asked for, in one line. */
export function sayCommand({ type, payload }: Pick<CommandDocument, 'type' | 'payload'>): string {
  // The backend took the payload by the schema of its type.
  if (type === 'placeOrder') return sayOrder(payload as unknown as OrderIntent);
  return Object.hasOwn(commandTitles, type) ? commandTitles[type as keyof typeof commandTitles] : type;
}

/** How it ended, once it has. */
export function sayOutcome(command: Pick<CommandDocument, 'status' | 'approval'>): string {
  const { decision } = command.approval ?? {};
  if (decision) return `${decision.approved ? 'Approved' : 'Refused'} by ${decision.by.name}.`;
  if (command.status === 'expired') return 'Time ran out. Nothing was sent to the broker.';
  return 'It is no longer waiting.';
}
