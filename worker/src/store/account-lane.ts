import type { DocumentSnapshot, Firestore, Timestamp } from '@google-cloud/firestore';
import {
  AppError,
  documents,
  livePositionsDocumentSchema,
  positionTransitionSchema,
  type PositionStructure,
  type PositionTransitionRecord,
} from '@tapedeck/core';
import type { Claim, LiveSource, LiveWrite, PublishedAccount, ToldSoFar } from '../sync/ports.ts';
import type { DocumentWrite } from './document-write.ts';
import type { WriteLane } from './document-writer.ts';
import { readSoon } from './read-soon.ts';
import { TrackedDocument } from './tracked-document.ts';

const parts = ['state', 'positions', 'connection'] as const;
type Part = (typeof parts)[number];

/**
 * The writes of one account. Each carries the update times last known of the live documents it replaces: a claim by
 * another worker touches all of them, so no write under an older epoch is ever accepted.
 */
export class AccountLane implements WriteLane {
  readonly #db: Firestore;
  readonly #claim: Claim;
  readonly #documents: Record<Part, TrackedDocument>;
  #published: PublishedAccount = { seq: 0, structureSeq: 0, sentMs: undefined, positions: undefined };
  #told: ToldSoFar = { venueMs: undefined, untold: [] };
  #source: LiveSource | undefined;
  #inFlight: LiveWrite | undefined;

  private constructor(db: Firestore, claim: Claim) {
    this.#db = db;
    this.#claim = claim;
    const { deskId, accountId } = claim;
    this.#documents = {
      state: new TrackedDocument(db.doc(documents.liveState(deskId, accountId))),
      positions: new TrackedDocument(db.doc(documents.livePositions(deskId, accountId))),
      connection: new TrackedDocument(db.doc(documents.liveConnection(deskId, accountId))),
    };
  }

  /** Reads the live documents as they stand; throws `lease-lost` when a newer lease has written them. */
  static async open(db: Firestore, claim: Claim): Promise<AccountLane> {
    const lane = new AccountLane(db, claim);
    await lane.#read();
    return lane;
  }

  get published(): PublishedAccount {
    return this.#published;
  }

  /** What the documents say has been told of. */
  get told(): ToldSoFar {
    return this.#told;
  }

  attach(source: LiveSource): void {
    this.#source = source;
  }

  async recover(): Promise<void> {
    await this.#read();
    this.#source?.recovered(this.#published);
  }

  compose(): readonly DocumentWrite[] | undefined {
    const write = this.#source?.compose();
    if (!write) return undefined;
    this.#inFlight = write;
    const writes: DocumentWrite[] = [];
    for (const part of parts) {
      const data = write[part];
      if (data) writes.push(this.#documents[part].write(data, 'committedAt'));
    }
    if (write.equity || write.records) writes.push(...this.#toRecordWrites(write));
    return writes;
  }

  committed(times: readonly Timestamp[]): void {
    const write = this.#inFlight;
    if (!write) return;
    this.#inFlight = undefined;
    for (const [index, part] of parts.filter((name) => write[name]).entries()) {
      const time = times[index];
      if (time) this.#documents[part].committed(time);
    }
    this.#source?.committed(write, times[0]?.toMillis() ?? 0);
  }

  failed(error: AppError): void {
    this.#inFlight = undefined;
    if (error.code === 'lease-lost') this.#source?.fenced(error);
    else this.#source?.failed(error);
  }

  #toRecordWrites({ equity, records }: LiveWrite): DocumentWrite[] {
    const { deskId, accountId } = this.#claim;
    const toWrite = (path: string, data: object): DocumentWrite => ({ path, data: { ...data } });
    return [
      ...(equity ? [toWrite(documents.equityDay(deskId, accountId, equity.day), equity)] : []),
      ...[...(records?.activity ?? [])].map(([id, data]) => toWrite(documents.activity(deskId, id), data)),
      ...[...(records?.notifications ?? [])].map(([id, data]) => toWrite(documents.notification(deskId, id), data)),
    ];
  }

  async #read(): Promise<void> {
    const { state, positions, connection } = this.#documents;
    const snapshots = await readSoon(() => this.#db.getAll(state.ref, positions.ref, connection.ref));
    const [stateNow, positionsNow, connectionNow] = snapshots;
    if (!stateNow || !positionsNow || !connectionNow) return;
    const newestEpoch = Math.max(...snapshots.map((snapshot) => numberField(snapshot, 'epoch')));
    if (newestEpoch > this.#claim.epoch) {
      const { accountId, epoch } = this.#claim;
      throw new AppError(
        'lease-lost',
        `Another worker owns account ${accountId} under epoch ${newestEpoch}; this one held epoch ${epoch}.`,
      );
    }
    state.adopt(stateNow);
    positions.adopt(positionsNow);
    connection.adopt(connectionNow);
    this.#published = {
      seq: numberField(stateNow, 'seq'),
      structureSeq: Math.max(numberField(stateNow, 'structureSeq'), numberField(positionsNow, 'structureSeq')),
      sentMs: stateNow.exists ? numberField(stateNow, 'sentMs') : undefined,
      positions: stateNow.exists ? toPositions(positionsNow) : undefined,
    };
    this.#told = {
      venueMs: stateNow.exists ? numberField(stateNow, 'venueMs') : undefined,
      untold: toUntold(positionsNow),
    };
  }
}

function numberField(snapshot: DocumentSnapshot, field: string): number {
  const value: unknown = snapshot.get(field);
  return typeof value === 'number' ? value : 0;
}

function toUntold(snapshot: DocumentSnapshot): readonly PositionTransitionRecord[] {
  return positionTransitionSchema.array().safeParse(snapshot.get('untold')).data ?? [];
}

function toPositions(snapshot: DocumentSnapshot): ReadonlyMap<string, PositionStructure> | undefined {
  const parsed = livePositionsDocumentSchema.shape.positions.safeParse(snapshot.get('positions'));
  if (!parsed.success) return undefined;
  return new Map(Object.entries(parsed.data).map(([id, position]) => [id, { id, ...position }]));
}
