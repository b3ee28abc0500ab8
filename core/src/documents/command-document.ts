import * as z from 'zod';
import { errorCodes } from '../app-error.ts';
import { commandStatuses } from '../commands/command-status.ts';
import { roles } from './desk-document.ts';

export * from '../commands/command-status.ts';

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
  /** While somebody else has to agree: until when, and in one sentence why. */
  approval: z
    .object({
      untilMs: z.number().int(),
      reason: z.string(),
      /** Written by functions once another member has decided; only then does the worker go on. */
      decision: z
        .object({ approved: z.boolean(), by: z.object({ uid: z.string(), name: z.string() }), atMs: z.number().int() })
        .optional(),
    })
    .optional(),
  claimedBy: z.object({ worker: z.string(), epoch: z.number().int() }).optional(),
  result: z.record(z.string(), z.unknown()).optional(),
  error: z.object({ code: z.enum(errorCodes), message: z.string() }).optional(),
});
export type CommandDocument = Readonly<z.infer<typeof commandDocumentSchema>>;
