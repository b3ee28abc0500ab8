import type { Firestore } from '@google-cloud/firestore';
import {
  activityDocumentSchema,
  collections,
  tradeEventSchema,
  tradeEventTypes,
  type TradeEvent,
} from '@tapedeck/core';
import type { AccountWatch } from './account-watch.ts';
import type { TrueState } from './venue-truth.ts';

const threshold = 0.0101;

/** Where Firestore and the venue differ by more than the threshold; empty when they agree. */
export function differences(watch: AccountWatch, truth: TrueState): string[] {
  const { state, positions } = watch;
  if (!state || !positions) return ['nothing has been published'];
  const found: string[] = [];
  const near = (what: string, ours: string | null | undefined, theirs: number, within = threshold) => {
    if (Math.abs(Number(ours ?? 0) - theirs) > within) found.push(`${what}: ${ours} here, ${theirs} there`);
  };
  for (const name of ['equity', 'walletBalance', 'unrealisedPnl', 'initialMargin'] as const) {
    near(name, state.figures[name], truth[name]);
  }
  const currencies = new Set([...Object.keys(truth.balances), ...Object.keys(state.balances)]);
  for (const currency of currencies) {
    near(`${currency} balance`, state.balances[currency]?.total, truth.balances[currency] ?? 0);
  }
  const ids = Object.keys(positions.positions).toSorted();
  const theirIds = Object.keys(truth.positions).toSorted();
  if (ids.join() !== theirIds.join()) found.push(`positions: ${ids.join()} here, ${theirIds.join()} there`);
  for (const [index, id] of ids.entries()) {
    const ours = positions.positions[id];
    const theirs = truth.positions[id];
    if (!ours || !theirs) continue;
    if (ours.side !== theirs.side) found.push(`${id}: ${ours.side} here, ${theirs.side} there`);
    near(`${id} quantity`, ours.quantity, theirs.quantity, 0);
    near(`${id} entry`, ours.entryPrice, theirs.entryPrice, 1e-8);
    near(`${id} stop`, ours.stopLoss, theirs.stopLoss, 0);
    near(`${id} target`, ours.takeProfit, theirs.takeProfit, 0);
    near(`${id} unrealised`, state.unrealisedPnls[index], theirs.unrealisedPnl);
  }
  return found;
}

/** The trade events of one account, oldest first. */
export async function readEvents(db: Firestore, deskId: string, accountId: string): Promise<readonly TradeEvent[]> {
  const found = await db.collection(collections.activity(deskId)).where('accountId', '==', accountId).get();
  return found.docs
    .map((doc) => ({ id: doc.id, entry: activityDocumentSchema.parse(doc.data()) }))
    .filter(({ entry }) => (tradeEventTypes as readonly string[]).includes(entry.type))
    .map(({ id, entry }) => ({ id, event: tradeEventSchema.parse(entry.details) }))
    .toSorted((a, b) => a.event.venueMs - b.event.venueMs || a.id.localeCompare(b.id, undefined, { numeric: true }))
    .map(({ event }) => event);
}

/** What the events add up to, by position id; short is negative, positions that are gone are left out. */
export function quantitiesOf(events: readonly TradeEvent[]): Record<string, number> {
  const sums = new Map<string, number>();
  for (const event of events) {
    const grows = ['position-opened', 'position-increased', 'position-reversed'].includes(event.type);
    const direction = (event.side === 'long') === grows ? 1 : -1;
    const change = direction * Number(event.quantityChange ?? 0);
    sums.set(event.positionId, Number(((sums.get(event.positionId) ?? 0) + change).toFixed(8)));
  }
  return Object.fromEntries([...sums].filter(([, sum]) => sum !== 0));
}

/** How much the events say was traded, by instrument. */
export function changesOf(events: readonly TradeEvent[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { instrumentId, quantityChange } of events) {
    sums[instrumentId] = (sums[instrumentId] ?? 0) + Number(quantityChange ?? 0);
  }
  return sums;
}

export function signedQuantities(truth: TrueState): Record<string, number> {
  return Object.fromEntries(
    Object.entries(truth.positions).map(([id, { side, quantity }]) => [id, side === 'long' ? quantity : -quantity]),
  );
}
