import * as z from 'zod';
import { syncSettingsSchema } from '../documents/account-document.ts';
import type { Role, TradingMode } from '../documents/desk-document.ts';
import { documentIdSchema } from '../documents/document-id.ts';

export interface CommandType<Payload extends z.ZodObject = z.ZodObject> {
  readonly payload: Payload;
  /** Roles that may send it. */
  readonly roles: readonly Role[];
  /** Time after sending past which it is refused. */
  readonly timeToLiveMs: number;
  /** Trading modes that let it through; absent where it sends nothing to a venue and is let through in all of them. */
  readonly modes?: readonly TradingMode[];
  /** Sentence part for the activity log: "Force sync". */
  readonly title: string;
}

const accountId = documentIdSchema;
const traders: readonly Role[] = ['owner', 'trader'];

/** Every command: its payload, who may send it, how long it stays good. A new one is an entry here and a handler in the worker. */
export const commandTypes = {
  forceSync: { payload: z.strictObject({ accountId }), roles: traders, timeToLiveMs: 60_000, title: 'Force sync' },
  updateSyncSettings: {
    payload: z.strictObject({ accountId, sync: syncSettingsSchema.partial().strict() }),
    roles: traders,
    timeToLiveMs: 60_000,
    title: 'Change sync settings',
  },
  pauseAccount: {
    payload: z.strictObject({ accountId }),
    roles: traders,
    timeToLiveMs: 60_000,
    title: 'Pause syncing',
  },
  resumeAccount: {
    payload: z.strictObject({ accountId }),
    roles: traders,
    timeToLiveMs: 60_000,
    title: 'Resume syncing',
  },
} as const satisfies Record<string, CommandType>;

export type CommandName = keyof typeof commandTypes;
export type CommandPayload<Name extends CommandName> = z.infer<(typeof commandTypes)[Name]['payload']>;

/** What a client sends to `sendCommand`. The id is the client's, so that a repeat is the same command. */
export const commandRequestSchema = z.strictObject({
  deskId: documentIdSchema,
  commandId: z.string().regex(/^(?!__.*__$)[A-Za-z0-9_-]{16,64}$/, 'must be 16 to 64 letters, digits, _ or -'),
  type: z.enum(Object.keys(commandTypes) as [CommandName, ...CommandName[]]),
  payload: z.record(z.string(), z.unknown()),
  /** When the person acted, by the client's clock corrected to the server's. */
  sentAtMs: z.number().int(),
});
export type CommandRequest = z.infer<typeof commandRequestSchema>;
