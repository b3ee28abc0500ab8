import { z } from 'zod';
import { errorCodes } from '../app-error.ts';
import { roles } from './desk-document.ts';

/** States only move forward; the last five are final. */
export const commandStatuses = [
  'pending',
  'claimed',
  'executing',
  'succeeded',
  'failed',
  'rejected',
  'expired',
  'unknown',
] as const;
export type CommandStatus = (typeof commandStatuses)[number];

const rank: Record<CommandStatus, number> = {
  pending: 0,
  claimed: 1,
  executing: 2,
  unknown: 3,
  succeeded: 4,
  failed: 4,
  rejected: 4,
  expired: 4,
};

/** Whether a command in `from` may become `to`. `unknown` still ends in a known state; a known end never changes. */
export function mayFollow(from: CommandStatus, to: CommandStatus): boolean {
  return rank[to] > rank[from];
}

export function isFinal(status: CommandStatus): boolean {
  return rank[status] === 4;
}

/** `desks/{desk}/commands/{commandId}`: created by functions, moved on by the worker. */
export const commandDocumentSchema = z.object({
  type: z.string().min(1),
  payload: z.record(z.string(), z.unknown()),
  accountId: z.string().optional(),
  actor: z.object({ uid: z.string(), name: z.string(), role: z.enum(roles) }),
  status: z.enum(commandStatuses),
  createdAtMs: z.number().int(),
  /** A command not claimed by then is refused, never run. */
  expiresAtMs: z.number().int(),
  /** When each status was reached. */
  history: z.array(z.object({ status: z.enum(commandStatuses), atMs: z.number().int() })),
  claimedBy: z.object({ worker: z.string(), epoch: z.number().int() }).optional(),
  result: z.record(z.string(), z.unknown()).optional(),
  error: z.object({ code: z.enum(errorCodes), message: z.string() }).optional(),
});
export type CommandDocument = Readonly<z.infer<typeof commandDocumentSchema>>;
