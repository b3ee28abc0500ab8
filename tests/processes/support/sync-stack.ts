import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Firestore } from '@google-cloud/firestore';
import {
  defaultSyncSettings,
  documents,
  type AccountDocument,
  type SyncSettings,
  type TradeEvent,
} from '@tapedeck/core';
import type { StartAccount } from '../../../simulator/src/config.ts';
import type { FaultInput } from '../../../simulator/src/control/faults.ts';
import { projectId } from '../../../scripts/stack/emulators.ts';
import { choosePorts, portsFrom } from '../../../scripts/stack/ports.ts';
import { createStack, type Stack } from '../../../scripts/stack/stack.ts';
import { AccountWatch } from './account-watch.ts';
import { changesOf, differences, quantitiesOf, readEvents, signedQuantities } from './sync-audit.ts';
import { VenueTruth, type TrueState, type VenueAccount } from './venue-truth.ts';
import { eventually } from './waiting.ts';

export const deskId = 'faults';

export interface AccountPlan {
  readonly balance?: string;
  readonly positionMode?: StartAccount['positionMode'];
  readonly sync?: Partial<SyncSettings>;
  /** False: the worker has no key for it. */
  readonly key?: boolean;
  /** False: there is no document of it yet. */
  readonly listed?: boolean;
}

export interface Order {
  readonly symbol: string;
  readonly side: 'Buy' | 'Sell';
  readonly qty: string;
  readonly [field: string]: string | boolean;
}

/** The worker and the simulator as processes, the Firestore emulator, and nothing else: what syncing runs on. */
export class SyncStack {
  readonly db: Firestore;
  readonly truth: VenueTruth;
  readonly #stack: Stack & { start(): Promise<void> };
  readonly #dataDir: string;
  readonly #accounts: ReadonlyMap<string, VenueAccount>;
  readonly #watches = new Map<string, AccountWatch>();
  readonly #log: string[];
  #presence: NodeJS.Timeout | undefined;
  #skewMs = 0;

  private constructor(parts: {
    stack: Stack & { start(): Promise<void> };
    dataDir: string;
    accounts: ReadonlyMap<string, VenueAccount>;
    log: string[];
  }) {
    this.#stack = parts.stack;
    this.#dataDir = parts.dataDir;
    this.#accounts = parts.accounts;
    this.#log = parts.log;
    // The client follows the environment before its settings, and the tests beside this one have an emulator of their own.
    process.env['FIRESTORE_EMULATOR_HOST'] = parts.stack.env['FIRESTORE_EMULATOR_HOST'];
    this.db = new Firestore({ projectId });
    this.truth = new VenueTruth(parts.stack.simulatorUrl, () => Date.now() + this.#skewMs);
  }

  /** Starts all of it with a market that stands still, one watched desk, and an account for each plan. */
  static async start(firstPort: number, plans: Readonly<Record<string, AccountPlan>>): Promise<SyncStack> {
    const ports = await choosePorts(portsFrom(firstPort));
    const dataDir = mkdtempSync(path.join(tmpdir(), 'tapedeck-sync-'));
    const named = Object.keys(plans).map((id) => ({ id, apiKey: `key-${id}`, apiSecret: `secret-${id}` }));
    const accounts = new Map(named.map((account) => [account.id, account]));
    const withKey = named.filter(({ id }) => plans[id]?.key !== false);
    const log: string[] = [];
    const stack = createStack({
      name: `sync-${firstPort}`,
      ports,
      dataDir,
      emulators: ['firestore'],
      worker: false,
      seed: false,
      log: (part, line) => log.push(`${part}: ${line}`),
      onDeath: (part, how) => {
        // Tests end workers in every way, and kill other parts.
        if (part.startsWith('worker') || how === 'SIGKILL') return;
        console.error(`${part} ended by itself (${how}):\n${log.slice(-20).join('\n')}`);
      },
      env: {
        TAPEDECK_SIMULATOR_ACCOUNTS: JSON.stringify(named.map((account) => toStartAccount(account, plans[account.id]))),
        TAPEDECK_ACCOUNT_CREDENTIALS: JSON.stringify(
          Object.fromEntries(withKey.map(({ id, apiKey, apiSecret: secret }) => [id, { apiKey, secret }])),
        ),
        // What the tests ask the venue counts as well.
        TAPEDECK_SIMULATOR_IP_LIMIT: '1000000',
        TAPEDECK_HEALTH_PORT: '0',
        TAPEDECK_LEASE_MS: '4000',
        TAPEDECK_LOG_LEVEL: 'debug',
      },
    });
    try {
      await stack.start();
    } catch (error) {
      await stack.stop();
      throw error;
    }
    const sync = new SyncStack({ stack, dataDir, accounts, log });
    await sync.control('prices', { frozen: true });
    sync.#stayPresent();
    for (const [id, plan] of Object.entries(plans)) if (plan.listed !== false) await sync.list(id, plan.sync);
    await sync.startWorker();
    return sync;
  }

  get log(): readonly string[] {
    return this.#log;
  }

  async stop(): Promise<void> {
    clearInterval(this.#presence);
    this.signalFirestore('SIGCONT');
    for (const watch of this.#watches.values()) watch.close();
    await this.db.terminate();
    await this.#stack.stop();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }

  // Accounts

  account(id: string): VenueAccount {
    const account = this.#accounts.get(id);
    if (!account) throw new Error(`There is no account ${id}.`);
    return account;
  }

  /** Writes the account's document, as the functions would. */
  async list(id: string, sync: Partial<SyncSettings> = {}): Promise<void> {
    const account: AccountDocument = {
      label: id,
      broker: 'bybit',
      environment: 'simulated',
      currency: 'USDT',
      sync: { ...defaultSyncSettings, ...sync },
      tradingState: { mode: 'ACTIVE', epoch: 0, by: 'test', atMs: 1 },
      createdAtMs: 1,
    };
    await this.db.doc(documents.account(deskId, id)).set(account);
  }

  update(id: string, fields: Readonly<Record<string, unknown>>): Promise<unknown> {
    return this.db.doc(documents.account(deskId, id)).update(fields);
  }

  watch(id: string): AccountWatch {
    let watch = this.#watches.get(id);
    if (!watch) this.#watches.set(id, (watch = new AccountWatch(this.db, deskId, id)));
    return watch;
  }

  async live(id: string, limitMs = 20_000): Promise<AccountWatch> {
    const watch = this.watch(id);
    await watch.until('a live connection', ({ connection }) => isLive(connection), limitMs);
    return watch;
  }

  /** Waits until Firestore says what the venue says. */
  async agree(id: string, limitMs = 15_000): Promise<TrueState> {
    const watch = this.watch(id);
    const { truth } = await eventually(
      `${id} to agree with the venue`,
      async () => {
        const read = await this.truth.read(this.account(id));
        return { truth: read, differences: differences(watch, read) };
      },
      (seen) => seen.differences.length === 0,
      { limitMs, everyMs: 150 },
    );
    return truth;
  }

  /** The account's trade events once they add up to what the venue holds. Nothing stood there before the first. */
  async events(id: string, count: number, limitMs = 10_000): Promise<readonly TradeEvent[]> {
    const truth = signedQuantities(await this.agree(id));
    const told = await eventually(
      `${count} events of ${id} that add up to ${JSON.stringify(truth)}`,
      async () => {
        const events = await readEvents(this.db, deskId, id);
        return { events, sums: quantitiesOf(events) };
      },
      ({ events, sums }) => events.length >= count && sameNumbers(sums, truth),
      { limitMs, everyMs: 150 },
    );
    return told.events;
  }

  /** Throws when the events tell of more than was ever traded: something was told twice. */
  async noneTwice(id: string): Promise<void> {
    const traded = await this.truth.traded(this.account(id));
    const told = changesOf(await readEvents(this.db, deskId, id));
    for (const [instrumentId, quantity] of Object.entries(told)) {
      const most = traded[instrumentId] ?? 0;
      if (quantity > most + 1e-6) throw new Error(`${id} tells of ${quantity} ${instrumentId}, ${most} were traded`);
    }
  }

  // The venue

  async control(name: string, body: object, method = 'POST'): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.#stack.simulatorUrl}/control/${name}`, {
      method,
      ...(method === 'POST' ? { body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw new Error(`/control/${name} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Record<string, unknown>;
  }

  order(id: string, order: Order): Promise<unknown> {
    return this.control('orders', { account: id, ...order });
  }

  /** Switches a fault on; the returned function switches it off. */
  async fault(fault: FaultInput): Promise<() => Promise<void>> {
    const added = await this.control('faults', fault);
    return async () => void (await this.control(`faults?id=${Number(added['id'])}`, {}, 'DELETE'));
  }

  /** Sets the venue's clock off; what the tests sign follows it. */
  async skew(skewMs: number): Promise<void> {
    await this.control('faults?kind=clock-skew', {}, 'DELETE');
    if (skewMs !== 0) await this.fault({ kind: 'clock-skew', skewMs });
    this.#skewMs = skewMs;
  }

  // Processes

  async startWorker(name = 'worker-1'): Promise<void> {
    await this.#stack.startWorker(name, { health: 0 }).ready;
  }

  signal(part: string, signal: NodeJS.Signals): void {
    this.#part(part).signal(signal);
  }

  async kill(part: string, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const child = this.#part(part);
    child.signal(signal);
    await child.gone;
  }

  has(part: string): boolean {
    return this.#stack.parts.has(part);
  }

  async startSimulator(): Promise<void> {
    await this.#stack.startSimulator().ready;
  }

  /** Firestore alone: the emulator's server is a child of the process that was started. */
  signalFirestore(signal: NodeJS.Signals): void {
    const { pid } = this.#part('emulators').process;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(/\s+/).map(Number);
    for (const child of children) process.kill(child, signal);
    if (signal === 'SIGCONT') for (const watch of this.#watches.values()) watch.renew();
  }

  #part(name: string) {
    const child = this.#stack.parts.get(name);
    if (!child) throw new Error(`${name} does not run.`);
    return child;
  }

  /** Somebody looks at the desk, so that figures go out every second. */
  #stayPresent(): void {
    const beat = () => {
      this.db
        .doc(documents.presence(deskId, 'ada'))
        .set({ name: 'Ada', page: '/', at: new Date() })
        .catch((error: unknown) => this.#log.push(`presence: ${String(error)}`));
    };
    beat();
    this.#presence = setInterval(beat, 10_000);
  }
}

function toStartAccount({ id, apiKey, apiSecret }: VenueAccount, plan: AccountPlan = {}): StartAccount {
  const { balance = '100000', positionMode = 'netting' } = plan;
  return { name: id, apiKey, apiSecret, positionMode, mayWithdraw: false, balances: { USDT: balance }, positions: [] };
}

function isLive(connection: AccountWatch['connection']): boolean {
  return connection?.state === 'live';
}

function sameNumbers(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
