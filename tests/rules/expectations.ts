import { documents } from '@tapedeck/core';
import { deskId, type Persona, uidOf } from './personas.ts';

export const operations = ['get', 'list', 'create', 'update', 'delete'] as const;
export type Operation = (typeof operations)[number];

/** What each persona may do; a persona left out may do nothing. */
type Allowed = Partial<Record<Persona, readonly Operation[]>>;

export interface Expectation {
  /** The document under test, for the persona who tries. */
  readonly path: (persona: Persona) => string;
  /** Shape of what is written, where clients may write at all. */
  readonly data?: 'presence' | 'notificationMarks';
  readonly allowed: Allowed;
}

const members = (...can: readonly Operation[]): Allowed => ({ owner: can, trader: can, viewer: can });
const account = 'account-1';
const somebodyElse = 'somebody-else-uid';
const fixed = (path: string) => (): string => path;

const readable = (path: string): Expectation[] => [{ path: fixed(path), allowed: members('get', 'list') }];
const everybodySignedIn = (path: string): Expectation[] => [
  { path: fixed(path), allowed: { ...members('get', 'list'), stranger: ['get', 'list'] } },
];
const closed = (path: string): Expectation[] => [{ path: fixed(path), allowed: {} }];

/** One row a path of core's `documents`; a path without a row fails the test, and does not compile. */
export const expectations: Record<keyof typeof documents, readonly Expectation[]> = {
  user: [
    {
      path: (persona) => documents.user(uidOf(persona)),
      allowed: { ...members('get'), stranger: ['get'] },
    },
    { path: fixed(documents.user(somebodyElse)), allowed: {} },
  ],
  worker: closed(documents.worker('worker-1')),
  accountSecret: closed(documents.accountSecret(deskId, account)),
  paperAccount: closed(documents.paperAccount(deskId, account)),
  market: everybodySignedIn(documents.market('bybit')),
  marketInstruments: everybodySignedIn(documents.marketInstruments('bybit', '0')),
  quote: everybodySignedIn(documents.quote('bybit', 'BTC-USDT-PERP')),
  mail: closed(documents.mail('mail-1')),

  desk: [{ path: fixed(documents.desk(deskId)), allowed: members('get') }],
  account: readable(documents.account(deskId, account)),
  liveState: readable(documents.liveState(deskId, account)),
  livePositions: readable(documents.livePositions(deskId, account)),
  liveConnection: readable(documents.liveConnection(deskId, account)),
  liveTrading: readable(documents.liveTrading(deskId, account)),
  order: readable(documents.order(deskId, account, 'order-1')),
  fill: readable(documents.fill(deskId, account, 'fill-1')),
  ledgerEntry: readable(documents.ledgerEntry(deskId, account, 'entry-1')),
  closedPosition: readable(documents.closedPosition(deskId, account, 'closed-1')),
  books: readable(documents.books(deskId, account)),
  equityDay: readable(documents.equityDay(deskId, account, '2026-11-21')),

  command: readable(documents.command(deskId, 'command-000000001')),
  limitEdit: readable(documents.limitEdit(deskId, 'edit-1')),
  invite: [{ path: fixed(documents.invite(deskId, 'invite-1')), allowed: { owner: ['get', 'list'] } }],
  activity: readable(documents.activity(deskId, 'activity-1')),
  notification: readable(documents.notification(deskId, 'notification-1')),
  notificationMarks: [
    {
      path: (persona) => documents.notificationMarks(deskId, uidOf(persona)),
      data: 'notificationMarks',
      allowed: members('get', 'create', 'update'),
    },
    { path: fixed(documents.notificationMarks(deskId, somebodyElse)), data: 'notificationMarks', allowed: {} },
  ],
  presence: [
    {
      path: (persona) => documents.presence(deskId, uidOf(persona)),
      data: 'presence',
      // A person who was taken off the desk may still take away the presence that was left behind.
      allowed: { ...members('get', 'list', 'create', 'update', 'delete'), stranger: ['delete'] },
    },
    {
      path: fixed(documents.presence(deskId, somebodyElse)),
      data: 'presence',
      allowed: members('get', 'list'),
    },
  ],
  commandRate: [
    { path: (persona) => documents.commandRate(deskId, uidOf(persona)), allowed: {} },
    { path: fixed(documents.commandRate(deskId, somebodyElse)), allowed: {} },
  ],
};
