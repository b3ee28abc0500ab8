import type {
  AccountDocument,
  ActivityDocument,
  AppError,
  EquityDayDocument,
  LiveConnectionDocument,
  LivePositionsDocument,
  LiveStateDocument,
  NotificationDocument,
  PositionStructure,
  PositionTransitionRecord,
} from '@tapedeck/core';
import type { ResumedTrading } from '../trading/ports.ts';

/** What the sync layer asks of the store; the store alone knows Firestore. */
export interface AccountKey {
  readonly deskId: string;
  readonly accountId: string;
}

export interface AccountRecord extends AccountKey {
  readonly account: AccountDocument;
}

/** A lease won: `epoch` fences every write made under it. */
export interface Claim extends AccountKey {
  readonly worker: string;
  readonly epoch: number;
}

export type StateWrite = Omit<LiveStateDocument, 'committedAt'>;
export type PositionsWrite = Omit<LivePositionsDocument, 'committedAt'>;
export type ConnectionWrite = Omit<LiveConnectionDocument, 'committedAt'>;

/** Entries of the desk, by id; an id written twice is one entry. */
export interface DeskRecords {
  readonly activity: ReadonlyMap<string, ActivityDocument>;
  readonly notifications: ReadonlyMap<string, NotificationDocument>;
}

/** One write of one account: all of it commits, or none. */
export interface LiveWrite {
  readonly state?: StateWrite;
  readonly positions?: PositionsWrite;
  /** Part of every write that holds no state, so that each write is fenced by a live document. */
  readonly connection?: ConnectionWrite;
  readonly equity?: EquityDayDocument;
  readonly records?: DeskRecords;
}

/** What stands in Firestore for an account. */
export interface PublishedAccount {
  readonly seq: number;
  readonly structureSeq: number;
  /** The worker's clock in the newest write of `live/state`: with `seq` it tells whose write that was. */
  readonly sentMs: number | undefined;
  /** `undefined` when nothing was ever published. */
  readonly positions: ReadonlyMap<string, PositionStructure> | undefined;
}

/** Composes the writes of one account and hears what became of them. */
export interface LiveSource {
  compose(): LiveWrite | undefined;
  committed(write: LiveWrite, committedMs: number): void;
  failed(error: AppError): void;
  /** What stands in Firestore after a write whose outcome was unknown. */
  recovered(published: PublishedAccount): void;
  /** Somebody else owns the account now. */
  fenced(error: AppError): void;
}

/** The one way to Firestore for an account while its lease holds. */
export interface LiveLane {
  request(urgency: 'now' | 'soon'): void;
  /** Resolves when nothing is on its way or waiting. */
  idle(): Promise<void>;
  close(): void;
}

/** Where an earlier owner of the account left off with telling. */
export interface ToldSoFar {
  /** The venue's clock of what was published last; `undefined` when nothing was. */
  readonly venueMs: number | undefined;
  /** Changes that stand in Firestore and were never told of. */
  readonly untold: readonly PositionTransitionRecord[];
}

export interface ResumedAccount {
  readonly published: PublishedAccount;
  readonly told: ToldSoFar;
  readonly equity: EquityDayDocument | undefined;
  readonly trading: ResumedTrading;
  open(source: LiveSource): LiveLane;
}

export interface LiveStore {
  /** Reads what stands in Firestore under a lease just won. */
  resume(claim: Claim, day: string): Promise<ResumedAccount>;
}
