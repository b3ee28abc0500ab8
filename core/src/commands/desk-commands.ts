import * as z from 'zod';
import { positiveDecimalSchema } from '../decimal.ts';
import { roles, type Role } from '../documents/desk-document.ts';
import { documentIdSchema } from '../documents/document-id.ts';
import { sealedKeySchema } from '../documents/trading-documents.ts';
import { accountEnvironments } from '../model/account.ts';
import { limitChangesSchema } from '../risk/limits-schema.ts';
import { commandTitles } from './command-titles.ts';
import type { CommandType } from './command-types.ts';

const accountId = documentIdSchema;
const label = z.string().trim().min(1).max(40);
const email = z.email().max(254);
const traders: readonly Role[] = ['owner', 'trader'];
const owners: readonly Role[] = ['owner'];
const timeToLiveMs = 60_000;
/** The `epoch` of the trading state that the person saw: a change that they did not see is not undone by them. */
const seenEpoch = z.number().int().nonnegative();

/** Commands that change the desk itself. Functions carry them out in the transaction that stores them. */
export const deskCommandTypes = {
  emergencyStop: {
    /** Of the whole desk when no account is named. */
    payload: z.strictObject({
      accountId: accountId.optional(),
      reason: z.string().trim().max(200).optional(),
      flatten: z.boolean(),
    }),
    roles: traders,
    timeToLiveMs,
    title: commandTitles.emergencyStop,
    runsIn: 'functions',
  },
  resumeTrading: {
    payload: z.strictObject({
      accountId: accountId.optional(),
      mode: z.enum(['ACTIVE', 'REDUCING']),
      seenEpoch,
      /** Typed by the person. */
      confirmation: z.literal('RESUME'),
    }),
    roles: traders,
    timeToLiveMs,
    title: commandTitles.resumeTrading,
    runsIn: 'functions',
  },
  setTradingMode: {
    /** Between ACTIVE and REDUCING; out of HALTED leads `resumeTrading` alone. */
    payload: z.strictObject({
      accountId: accountId.optional(),
      mode: z.enum(['ACTIVE', 'REDUCING']),
      seenEpoch,
      reason: z.string().trim().max(200).optional(),
    }),
    roles: traders,
    timeToLiveMs,
    title: commandTitles.setTradingMode,
    runsIn: 'functions',
  },
  decideApproval: {
    payload: z.strictObject({ commandId: documentIdSchema, approve: z.boolean() }),
    roles: traders,
    timeToLiveMs,
    title: commandTitles.decideApproval,
    runsIn: 'functions',
  },
  updateRiskLimits: {
    /** The desk's own limits when no account is named. */
    payload: z.strictObject({ accountId: accountId.optional(), limits: limitChangesSchema }),
    roles: owners,
    timeToLiveMs,
    title: commandTitles.updateRiskLimits,
    runsIn: 'functions',
  },
  inviteMember: {
    payload: z.strictObject({ email, role: z.enum(roles) }),
    roles: owners,
    timeToLiveMs,
    title: commandTitles.inviteMember,
    runsIn: 'functions',
  },
  withdrawInvite: {
    payload: z.strictObject({ inviteId: documentIdSchema }),
    roles: owners,
    timeToLiveMs,
    title: commandTitles.withdrawInvite,
    runsIn: 'functions',
  },
  changeRole: {
    payload: z.strictObject({ uid: z.string().min(1).max(128), role: z.enum(roles) }),
    roles: owners,
    timeToLiveMs,
    title: commandTitles.changeRole,
    runsIn: 'functions',
  },
  removeMember: {
    payload: z.strictObject({ uid: z.string().min(1).max(128) }),
    roles: owners,
    timeToLiveMs,
    title: commandTitles.removeMember,
    runsIn: 'functions',
  },
  connectAccount: {
    /** The account that is named must not exist yet. `key` for every environment but `paper`, `paper` for that one. */
    payload: z
      .strictObject({
        accountId,
        label,
        broker: z.string().regex(/^[a-z0-9]{2,40}$/, 'not a broker id'),
        environment: z.enum(accountEnvironments),
        currency: z.string().regex(/^[A-Z0-9]{2,10}$/, 'not a currency'),
        key: sealedKeySchema.optional(),
        paper: z
          .strictObject({ startBalance: positiveDecimalSchema.max(20), prices: z.enum(['live', 'simulated']) })
          .optional(),
      })
      .refine((payload) => (payload.environment === 'paper') === (payload.paper !== undefined), {
        path: ['paper'],
        message: 'goes with the environment paper',
      })
      .refine((payload) => (payload.environment === 'paper') !== (payload.key !== undefined), {
        path: ['key'],
        message: 'goes with every environment but paper',
      }),
    roles: owners,
    timeToLiveMs,
    title: commandTitles.connectAccount,
    runsIn: 'functions',
    /** Stored where no client reads it, never in the command. */
    secretFields: ['key'],
  },
  rotateKey: {
    payload: z.strictObject({ accountId, key: sealedKeySchema }),
    roles: owners,
    timeToLiveMs,
    title: commandTitles.rotateKey,
    runsIn: 'functions',
    secretFields: ['key'],
  },
  renameAccount: {
    payload: z.strictObject({ accountId, label }),
    roles: owners,
    timeToLiveMs,
    title: commandTitles.renameAccount,
    runsIn: 'functions',
  },
  disableAccount: {
    payload: z.strictObject({ accountId }),
    roles: owners,
    timeToLiveMs,
    title: commandTitles.disableAccount,
    runsIn: 'functions',
  },
  enableAccount: {
    payload: z.strictObject({ accountId }),
    roles: owners,
    timeToLiveMs,
    title: commandTitles.enableAccount,
    runsIn: 'functions',
  },
  removeAccount: {
    /** Its label, typed by the person. The key is deleted; what happened on the account stays. */
    payload: z.strictObject({ accountId, confirmation: label }),
    roles: owners,
    timeToLiveMs,
    title: commandTitles.removeAccount,
    runsIn: 'functions',
  },
  resetPaperAccount: {
    /** Positions, orders and balances start again; the history stays. */
    payload: z.strictObject({ accountId, confirmation: label }),
    roles: traders,
    timeToLiveMs,
    title: commandTitles.resetPaperAccount,
    runsIn: 'functions',
  },
} as const satisfies Record<string, CommandType>;
