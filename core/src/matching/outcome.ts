import type { EngineEvent } from './events.ts';
import type { EngineOrder } from './order-types.ts';

/** Why the engine refuses a request, or a triggered order that can no longer be carried out. */
export const rejectCodes = [
  'invalid-request',
  'unknown-account',
  'unknown-instrument',
  'unknown-order',
  'duplicate-client-order-id',
  'off-tick',
  'off-step',
  'too-small',
  'too-large',
  'below-min-notional',
  'price-band',
  'trigger-already-passed',
  'insufficient-margin',
  'insufficient-balance',
  'reduce-only-would-increase',
  'post-only-would-take',
  'fok-unfillable',
  'no-liquidity',
  'position-mode-mismatch',
  'leverage-out-of-range',
  'no-position',
  'in-use',
  'not-modified',
  'not-supported',
] as const;
export type RejectCode = (typeof rejectCodes)[number];

export interface Rejection {
  readonly code: RejectCode;
  /** For a person: what is wrong, with the values. */
  readonly message: string;
}

/** What became of a request. `events` is everything that it set off, also at other accounts. */
export type Outcome =
  | { readonly ok: true; readonly events: readonly EngineEvent[] }
  | ({ readonly ok: false; readonly events: readonly EngineEvent[] } & Rejection);

export type OrderOutcome =
  | {
      readonly ok: true;
      /** The order as it stands after the request. */
      readonly order: EngineOrder;
      readonly events: readonly EngineEvent[];
    }
  | ({ readonly ok: false; readonly events: readonly EngineEvent[] } & Rejection);
