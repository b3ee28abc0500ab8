import * as z from 'zod';
import { syncSettingsSchema } from '../documents/account-document.ts';
import type { Role, TradingMode } from '../documents/desk-document.ts';
import { documentIdSchema } from '../documents/document-id.ts';
import { commandTitles } from './command-titles.ts';
import { deskCommandTypes } from './desk-commands.ts';
import { tradingCommandTypes } from './trading-commands.ts';

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
  /** Who carries it out; the worker that owns the account where absent. */
  readonly runsIn?: 'worker' | 'functions';
  /** Fields of the payload that stand in no document that a client can read. */
  readonly secretFields?: readonly string[];
}

const accountId = documentIdSchema;
const traders: readonly Role[] = ['owner', 'trader'];

/** Commands on the syncing of an account. */
const syncCommandTypes = {
  forceSync: {
    payload: z.strictObject({ accountId }),
    roles: traders,
    timeToLiveMs: 60_000,
    title: commandTitles.forceSync,
  },
  updateSyncSettings: {
    payload: z.strictObject({ accountId, sync: syncSettingsSchema.partial().strict() }),
    roles: traders,
    timeToLiveMs: 60_000,
    title: commandTitles.updateSyncSettings,
  },
  pauseAccount: {
    payload: z.strictObject({ accountId }),
    roles: traders,
    timeToLiveMs: 60_000,
    title: commandTitles.pauseAccount,
  },
  resumeAccount: {
    payload: z.strictObject({ accountId }),
    roles: traders,
    timeToLiveMs: 60_000,
    title: commandTitles.resumeAccount,
  },
} as const satisfies Record<string, CommandType>;

/** Every command: its payload, who may send it, how long it stays good. A new one is an entry and a handler in the room that runs it. */
export const commandTypes = { ...syncCommandTypes, ...tradingCommandTypes, ...deskCommandTypes } as const;

/** Carried out by the worker that owns the account. */
export type WorkerCommandName = keyof typeof syncCommandTypes | keyof typeof tradingCommandTypes;
/** Carried out by functions, in the transaction that stores them. */
export type DeskCommandName = keyof typeof deskCommandTypes;

export function isDeskCommand(name: CommandName): name is DeskCommandName {
  return Object.hasOwn(deskCommandTypes, name);
}

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
