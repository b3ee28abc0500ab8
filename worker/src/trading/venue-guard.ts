import { AppError } from '@tapedeck/core';
import type { Clock } from '../clock.ts';
import type { ScopedState, TradingRules } from './trading-rules.ts';

/** How far an act may still change what is at risk: cancels always pass, exits pass while REDUCING. */
export type ActKind = 'cancel' | 'exit' | 'entry';

export interface VenueAct {
  readonly kind: ActKind;
  /** `TradingRules.stamp` under which it was checked; absent for cancels and for the closes of an emergency stop. */
  readonly stamp?: string | undefined;
  /** The halt that a close of an emergency stop carries out. */
  readonly halt?: ScopedState | undefined;
  /** By the wall clock; absent for what does not expire. */
  readonly expiresAtMs?: number | undefined;
}

export interface VenueGuardOptions {
  readonly clock: Clock;
  readonly rules: TradingRules;
  /** Time for which the account is certainly this worker's, on the monotonic clock: see `AccountHold`. */
  readonly leaseRemainingMs: () => number;
  /** Entries need more than this: a signed request may be taken by a venue for as long. */
  readonly leaseMarginMs: number;
}

/** What only makes the risk smaller may go out until shortly before the end: it does no harm if it arrives a little late. */
const urgentMarginMs = 500;

/** The last look before anything goes to a venue. Made without waiting for anything, so that nothing changes behind it. */
export class VenueGuard {
  readonly #options: VenueGuardOptions;

  constructor(options: VenueGuardOptions) {
    this.#options = options;
  }

  /** Throws when the act must not go out; nothing has been sent then. */
  check({ kind, stamp, halt, expiresAtMs }: VenueAct): void {
    const { clock, rules, leaseRemainingMs, leaseMarginMs } = this.#options;
    const neededMs = kind === 'entry' ? leaseMarginMs : Math.min(leaseMarginMs, urgentMarginMs);
    if (leaseRemainingMs() < neededMs) {
      throw new AppError(
        'retryable',
        'This worker could not renew its hold on the account in time, so another one may have taken it over. Nothing was sent. Send it again in some seconds.',
      );
    }
    if (kind === 'cancel') return;
    if (expiresAtMs !== undefined && clock.nowMs() > expiresAtMs) {
      throw new AppError('expired', 'The command expired before it could be sent. Nothing was sent. Send it again.');
    }
    if (halt && !rules.isHaltedBy(halt)) {
      throw new AppError('rejected', 'The emergency stop was taken back before this close went out. Nothing was sent.');
    }
    if (stamp === undefined || stamp === rules.stamp) return;
    const { mode } = rules;
    if (kind === 'exit' && mode !== 'HALTED') return;
    const advice = {
      ACTIVE: 'Look at the prices of now and send it again.',
      REDUCING: 'Orders that make a position smaller go through.',
      HALTED: 'Owners and traders can resume trading on the Risk page.',
    } as const;
    throw new AppError(
      'rejected',
      `The trading state was changed before the order went out; it is ${mode} now. Nothing was sent. ${advice[mode]}`,
    );
  }
}
