import { deny, type Denial } from './denial.ts';
import type { RiskLimits } from './limits-schema.ts';
import type { OrderDraft } from './order-draft.ts';
import type { TradingContext } from './trading-context.ts';
import { stricterMode } from './trading-mode.ts';

export function checkTradingMode(draft: OrderDraft, context: TradingContext): Denial | undefined {
  const { deskState, accountState } = context;
  const mode = stricterMode(deskState.mode, accountState.mode);
  const binding = deskState.mode === mode ? deskState : accountState;
  const where = deskState.mode === mode ? 'this desk' : 'this account';
  const reason = binding.reason ? ` (${binding.reason})` : '';
  if (mode === 'HALTED' && !(context.flattening && draft.isExit)) {
    return deny(
      'trading-halted',
      `Trading on ${where} is HALTED${reason}: only cancels go through. Nothing was sent and nothing changed. Owners and traders can resume trading on the Risk page.`,
    );
  }
  if (mode === 'REDUCING' && !draft.isExit) {
    return deny(
      'trading-reducing',
      `Trading on ${where} is REDUCING${reason}: only orders that make a position smaller go through. Nothing was sent. Make it reduce-only; owners and traders can resume entries on the Risk page.`,
    );
  }
  return undefined;
}

export function checkRole(_draft: OrderDraft, { role }: TradingContext): Denial | undefined {
  if (role !== 'viewer') return undefined;
  return deny(
    'role',
    'You watch this desk as a viewer, and viewers send no orders. Nothing was sent. Ask its owner for the role of a trader.',
  );
}

export function checkReconciled({ intent }: OrderDraft, { unreconciled }: TradingContext): Denial | undefined {
  if (unreconciled === undefined) return undefined;
  const what =
    unreconciled === 'account'
      ? 'This account has not been compared with the venue yet'
      : `The outcome of an earlier order in ${intent.instrumentId} is not known yet`;
  return deny(
    'unreconciled',
    `${what}, so a new entry could double a position. Nothing was sent. Wait until it is checked, which happens by itself; orders that reduce a position go through.`,
  );
}

/** How many windows of the venue's rate an entry may have to wait for its turn. */
const patienceWindows = 5;

/** Entries get a share of the venue's request rate, what is left is there for exits and cancels; too many may not queue. */
export function checkRateBudget(_draft: OrderDraft, { rate, limits }: TradingContext): Denial | undefined {
  if (!rate) return undefined;
  const share = entryShare(rate.limit, limits);
  if (rate.waiting < share * patienceWindows) return undefined;
  return deny(
    'rate-budget',
    share === 0
      ? `The limits leave entries none of the ${rate.limit} requests that the venue allows at a time. Nothing was sent. Raise the rate for entries on the Risk page; exits and cancels go through.`
      : `${rate.waiting} entries already wait for the venue, which allows ${rate.limit} requests at a time, and entries may take ${share}. Nothing was sent. Send it again in a few seconds; exits and cancels go through.`,
  );
}

/** How many of the `limit` requests of a window of the venue's rate entries may take. */
export function entryShare(limit: number, { entryRateRatio }: Pick<RiskLimits, 'entryRateRatio'>): number {
  return entryRateRatio === undefined ? limit : Math.floor(limit * Number(entryRateRatio));
}
