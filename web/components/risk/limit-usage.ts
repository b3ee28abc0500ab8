import {
  addDecimals,
  compareDecimals,
  divideDecimals,
  multiplyDecimals,
  subtractDecimals,
  type Decimal,
} from '@tapedeck/core/decimal-arithmetic';
import type { OrderDocument } from '@tapedeck/core/documents/trading-documents';
import { defaultDeskLimits, stricterLimits, type RiskLimitName } from '@tapedeck/core/risk/limits';
import type { RiskLimits } from '@tapedeck/core/risk/limits-schema';
import type { Account } from '@/live/accounts.ts';
import type { RiskInput } from '@/live/risk-inputs.ts';
import type { HeldPosition } from './exposure.ts';

/** How much of a limit an account uses at this moment. */
export interface LimitUsage {
  readonly accountId: string;
  readonly name: RiskLimitName;
  /** Where it stands, such as the instrument of the largest position. */
  readonly instrumentId?: string;
  /** Unknown when a part of it is. */
  readonly used: Decimal | undefined;
  readonly limit: Decimal;
  /** 1 is all of it; absent while `used` is unknown. */
  readonly ratio: number | undefined;
  /** Whose limit binds. */
  readonly from: 'desk' | 'account';
}

export type UsageLevel = 'unknown' | 'ok' | 'near' | 'reached';

/** From this share on a limit is near. */
export const nearRatio = 0.8;

/** What lies on a limit leaves no room for more; but a leverage setting on its limit may be traded with. */
export function levelOf({ name, ratio }: Pick<LimitUsage, 'name' | 'ratio'>): UsageLevel {
  if (ratio === undefined) return 'unknown';
  if (ratio > 1 || (ratio === 1 && name !== 'maxLeverage')) return 'reached';
  return ratio >= nearRatio ? 'near' : 'ok';
}

/** Limits that an account's state is measured against all the time; the others are checked on each order alone. */
export const measuredLimits = [
  'maxPositionNotional',
  'maxLeverage',
  'maxDailyLoss',
  'maxOpenOrders',
] as const satisfies readonly RiskLimitName[];

/** What binds an account, and which of it are its own limits. */
export function bindingLimits(
  desk: { readonly limits?: RiskLimits | undefined },
  account: Pick<Account, 'limits'> | undefined,
): { readonly limits: RiskLimits; readonly fromOf: (name: RiskLimitName) => 'desk' | 'account' } {
  const ofDesk = desk.limits ?? defaultDeskLimits;
  const limits = stricterLimits(ofDesk, account?.limits ?? {});
  return {
    limits,
    fromOf: (name) => (limits[name] !== undefined && limits[name] !== ofDesk[name] ? 'account' : 'desk'),
  };
}

export interface UsageInput {
  readonly desk: { readonly limits?: RiskLimits | undefined };
  readonly account: Pick<Account, 'id' | 'currency' | 'limits'>;
  /** Undefined until they are known. */
  readonly positions: readonly HeldPosition[] | undefined;
  /** Undefined until it is known. */
  readonly input: RiskInput | undefined;
  /** Change of equity since the start of the day; negative is a loss. */
  readonly dayPnl: Decimal | undefined;
}

/** Usage of each measured limit that is set, in the order of the page. */
export function usageOf({ desk, account, positions, input, dayPnl }: UsageInput): readonly LimitUsage[] {
  const { limits, fromOf } = bindingLimits(desk, account);
  const unknown: Used = { amount: undefined };
  const used: Record<(typeof measuredLimits)[number], Used> = {
    maxPositionNotional: positions && input ? largestPosition(positions, input.openOrders, account.currency) : unknown,
    maxLeverage:
      positions && input ? highestLeverage(positions, input.trading?.leverage ?? {}, input.openOrders) : unknown,
    maxDailyLoss: { amount: dayPnl === undefined ? undefined : dayPnl.startsWith('-') ? dayPnl.slice(1) : '0' },
    maxOpenOrders: { amount: input && String(input.openOrders.length) },
  };
  return measuredLimits.flatMap((name) => {
    const limit = limits[name];
    if (limit === undefined) return [];
    const { amount, instrumentId } = used[name];
    return [
      {
        accountId: account.id,
        name,
        ...(instrumentId === undefined ? {} : { instrumentId }),
        used: amount,
        limit: String(limit),
        ratio: amount === undefined ? undefined : Number(amount) / Number(limit),
        from: fromOf(name),
      },
    ];
  });
}

interface Used {
  readonly amount: Decimal | undefined;
  readonly instrumentId?: string | undefined;
}

/** The instrument whose position is worth most, with every open order that increases it filled. */
function largestPosition(positions: readonly HeldPosition[], orders: readonly OrderDocument[], currency: string): Used {
  const worths = positions.map(({ instrumentId, slot, side, value, quantity, currency: settle }) => {
    if (value === undefined || settle !== currency) return { instrumentId, amount: undefined };
    const adding = orders
      .filter((order) => order.instrumentId === instrumentId && order.slot === slot && !order.reduceOnly)
      .filter((order) => order.side === (side === 'long' ? 'buy' : 'sell'))
      .map((order) => subtractDecimals(order.quantity, order.filledQuantity));
    const filled = multiplyDecimals(value, addDecimals(quantity, ...adding));
    return { instrumentId, amount: divideDecimals(filled, quantity, 8) };
  });
  if (worths.some(({ amount }) => amount === undefined)) return { amount: undefined };
  return largest(worths);
}

/** The highest setting of an instrument that is held or has an order open. */
function highestLeverage(
  positions: readonly HeldPosition[],
  settings: Readonly<Record<string, Decimal>>,
  orders: readonly OrderDocument[],
): Used {
  const held = positions.map(({ instrumentId, leverage }) => ({ instrumentId, amount: leverage }));
  const ordered = orders.map(({ instrumentId }) => ({ instrumentId, amount: settings[instrumentId] }));
  return largest([...held, ...ordered]);
}

function largest(parts: readonly Used[]): Used {
  const known = parts.filter((part): part is Used & { amount: Decimal } => part.amount !== undefined);
  return known.reduce<Used>(
    (most, part) =>
      most.instrumentId === undefined || compareDecimals(part.amount, most.amount ?? '0') > 0 ? part : most,
    { amount: '0' },
  );
}
