import * as z from 'zod';
import { errorCodes } from '../app-error.ts';
import { commandStatuses } from '../documents/command-document.ts';
import { roles } from '../documents/desk-document.ts';
import { documentIdSchema } from '../documents/document-id.ts';

/** What the callable `sendCommand` answers: the command as it stands, whether it is new or a repeat of one sent before. */
export const commandReceiptSchema = z.object({
  commandId: z.string(),
  status: z.enum(commandStatuses),
  expiresAtMs: z.number().int(),
  /** True when this id had been accepted before: nothing new was made of it. */
  repeated: z.boolean(),
  /** What only the sender may see, once: such as the link of an invitation. Never stored, absent in the answer to a repeat. */
  once: z.record(z.string(), z.string()).optional(),
});
export type CommandReceipt = Readonly<z.infer<typeof commandReceiptSchema>>;

/** What the callable `openDesk` answers: every desk of the person who asks, at least one. */
export const openDeskAnswerSchema = z.object({
  desks: z.array(z.object({ id: z.string(), name: z.string(), role: z.enum(roles) })).min(1),
  /** True when this call made the first desk. */
  created: z.boolean(),
});
export type OpenDeskAnswer = Readonly<z.infer<typeof openDeskAnswerSchema>>;

/** What the callable `sealingKey` answers: the public key that broker keys are sealed to. */
export const sealingKeyAnswerSchema = z.object({
  keyId: z.string().min(1),
  /** Raw P-256 point, base64url. */
  publicKey: z.string().min(1),
});
export type SealingKeyAnswer = Readonly<z.infer<typeof sealingKeyAnswerSchema>>;

/** What the callable `acceptInvite` takes; it answers as `openDesk` does. */
export const acceptInviteRequestSchema = z.strictObject({
  deskId: documentIdSchema,
  inviteId: documentIdSchema,
  token: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'not a token'),
});
export type AcceptInviteRequest = Readonly<z.infer<typeof acceptInviteRequestSchema>>;

/** `details` of a callable that was refused; `message` beside it is the sentence to show. */
export const refusalDetailsSchema = z.looseObject({ code: z.enum(errorCodes) });
export type RefusalDetails = Readonly<z.infer<typeof refusalDetailsSchema>>;
