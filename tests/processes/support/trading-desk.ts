import { randomUUID } from 'node:crypto';
import {
  collections,
  documents,
  isFinal,
  liveTradingDocumentSchema,
  orderDocumentSchema,
  type CommandDocument,
  type CommandName,
  type DeskDocument,
  type LiveTradingDocument,
  type OrderDocument,
  type TradingState,
} from '@tapedeck/core';
import { deskId, type SyncStack } from './sync-stack.ts';
import { eventually } from './waiting.ts';

export const btc = 'BTC-USDT-PERP';

/** What functions and browsers would do on the desk of a stack, and what stands there. */
export class TradingDesk {
  readonly #stack: SyncStack;
  readonly #accountId: string;

  constructor(stack: SyncStack, accountId: string) {
    this.#stack = stack;
    this.#accountId = accountId;
  }

  async open(parts: Partial<DeskDocument> = {}): Promise<void> {
    const desk: DeskDocument = {
      name: 'Faults',
      members: { ada: 'owner', bob: 'trader' },
      people: { ada: { name: 'Ada' }, bob: { name: 'Bob' } },
      tradingState: { mode: 'ACTIVE', epoch: 0, by: 'test', atMs: 1 },
      createdAtMs: 1,
      ...parts,
    };
    await this.#stack.db.doc(documents.desk(deskId)).set(desk);
  }

  async setState(state: Pick<TradingState, 'mode' | 'epoch'> & Partial<TradingState>): Promise<void> {
    const tradingState: TradingState = { by: 'Ada', atMs: Date.now(), ...state };
    await this.#stack.db.doc(documents.desk(deskId)).update({ tradingState });
  }

  /** Stores a command as `sendCommand` does; returns its id. */
  async send(
    type: CommandName,
    payload: Record<string, unknown>,
    { commandId = randomUUID(), expiresInMs = 15_000 } = {},
  ): Promise<string> {
    const nowMs = Date.now();
    const command: CommandDocument = {
      type,
      payload: { accountId: this.#accountId, ...payload },
      accountId: this.#accountId,
      actor: { uid: 'ada', name: 'Ada', role: 'owner' },
      status: 'pending',
      createdAtMs: nowMs,
      expiresAtMs: nowMs + expiresInMs,
      history: [{ status: 'pending', atMs: nowMs }],
    };
    await this.#stack.db.doc(documents.command(deskId, commandId)).set(command);
    return commandId;
  }

  async command(commandId: string): Promise<CommandDocument | undefined> {
    const snapshot = await this.#stack.db.doc(documents.command(deskId, commandId)).get();
    return snapshot.data() as CommandDocument | undefined;
  }

  ended(commandId: string, limitMs = 20_000): Promise<CommandDocument> {
    return eventually(
      `command ${commandId} to end`,
      async () => (await this.command(commandId)) as CommandDocument,
      (command) => isFinal(command.status),
      { limitMs },
    );
  }

  async run(type: CommandName, payload: Record<string, unknown>): Promise<CommandDocument> {
    return this.ended(await this.send(type, payload));
  }

  /** Runs a command that has to succeed; says why when it does not. */
  async succeed(type: CommandName, payload: Record<string, unknown>): Promise<CommandDocument> {
    const command = await this.run(type, payload);
    if (command.status === 'succeeded') return command;
    throw new Error(`${type} ended ${command.status}: ${command.error?.message ?? 'without a reason'}`);
  }

  async orders(): Promise<readonly OrderDocument[]> {
    const found = await this.#stack.db.collection(collections.orders(deskId, this.#accountId)).get();
    return found.docs.map((doc) => orderDocumentSchema.parse(doc.data()));
  }

  order(clientOrderId: unknown, holds: (order: OrderDocument) => boolean, limitMs = 15_000): Promise<OrderDocument> {
    const path = documents.order(deskId, this.#accountId, String(clientOrderId));
    return eventually(
      `order ${String(clientOrderId)}`,
      async () => orderDocumentSchema.parse((await this.#stack.db.doc(path).get()).data()),
      holds,
      { limitMs },
    );
  }

  async live(): Promise<LiveTradingDocument> {
    const snapshot = await this.#stack.db.doc(documents.liveTrading(deskId, this.#accountId)).get();
    return liveTradingDocumentSchema.parse(snapshot.data());
  }

  until(what: string, holds: (live: LiveTradingDocument) => boolean, limitMs = 20_000): Promise<LiveTradingDocument> {
    return eventually(what, () => this.live(), holds, { limitMs });
  }

  /** The account of this desk at the venue has its orders compared and takes entries. */
  ready(): Promise<LiveTradingDocument> {
    return this.until('trading to be ready', ({ state }) => state === 'ready');
  }
}
