import * as z from 'zod';
import { errorCodes } from '../app-error.ts';
import { commandStatuses } from '../documents/command-document.ts';
import { roles } from '../documents/desk-document.ts';

/** What the callable `sendCommand` answers: the command as it stands, whether it is new or a repeat of one sent before. */
export const commandReceiptSchema = z.object({
  commandId: z.string(),
  status: z.enum(commandStatuses),
  expiresAtMs: z.number().int(),
  /** True when this id had been accepted before: nothing new was made of it. */
  repeated: z.boolean(),
});
export type CommandReceipt = Readonly<z.infer<typeof commandReceiptSchema>>;

/** What the callable `openDesk` answers: every desk of the person who asks, at least one. */
export const openDeskAnswerSchema = z.object({
  desks: z.array(z.object({ id: z.string(), name: z.string(), role: z.enum(roles) })).min(1),
  /** True when this call made the first desk. */
  created: z.boolean(),
});
export type OpenDeskAnswer = Readonly<z.infer<typeof openDeskAnswerSchema>>;

/** `details` of a callable that was refused; `message` beside it is the sentence to show. */
export const refusalDetailsSchema = z.looseObject({ code: z.enum(errorCodes) });
export type RefusalDetails = Readonly<z.infer<typeof refusalDetailsSchema>>;
