import {
  AppError,
  defaultDeskLimits,
  stricterLimits,
  stricterMode,
  type AccountDocument,
  type DeskDocument,
  type RiskLimits,
  type Role,
  type StopScope,
  type TradingMode,
  type TradingState,
} from '@tapedeck/core';

/** What a desk says of trading. */
export type DeskRules = Pick<DeskDocument, 'tradingState' | 'limits' | 'members'>;

/** A trading state and whose it is. */
export interface ScopedState {
  readonly scope: StopScope;
  readonly state: TradingState;
}

/** The trading states and limits of desk and account, as last heard of. */
export class TradingRules {
  #desk: DeskRules | undefined;
  #account: AccountDocument;

  constructor(account: AccountDocument) {
    this.#account = account;
  }

  get account(): AccountDocument {
    return this.#account;
  }

  setAccount(account: AccountDocument): void {
    this.#account = account;
  }

  setDesk(desk: DeskRules): void {
    this.#desk = desk;
  }

  /** Throws while nothing has been heard of the desk: without its state nothing is sent. */
  get desk(): DeskRules {
    if (this.#desk) return this.#desk;
    throw new AppError(
      'rejected',
      'The trading state of this desk is not known to the worker yet. Nothing was sent. Send it again in a moment.',
    );
  }

  get isKnown(): boolean {
    return this.#desk !== undefined;
  }

  get mode(): TradingMode {
    return stricterMode(this.desk.tradingState.mode, this.#account.tradingState.mode);
  }

  get limits(): RiskLimits {
    return stricterLimits(this.desk.limits ?? defaultDeskLimits, this.#account.limits ?? {});
  }

  /** Somebody who is no member any more may do what a viewer may. */
  roleOf(uid: string): Role {
    return this.desk.members[uid] ?? 'viewer';
  }

  /** Changes with every change of a trading state. */
  get stamp(): string {
    return `${this.desk.tradingState.epoch}/${this.#account.tradingState.epoch}`;
  }

  /** The states that halt trading. */
  get halts(): readonly ScopedState[] {
    const states: readonly ScopedState[] = [
      ...(this.#desk ? [{ scope: 'desk' as const, state: this.#desk.tradingState }] : []),
      { scope: 'account', state: this.#account.tradingState },
    ];
    return states.filter(({ state }) => state.mode === 'HALTED');
  }

  /** Whether a halt still stands: neither taken back nor made anew. */
  isHaltedBy({ scope, state }: ScopedState): boolean {
    return this.halts.some((halt) => halt.scope === scope && halt.state.epoch === state.epoch);
  }
}
