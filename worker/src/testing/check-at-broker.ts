import {
  checkOrder,
  defaultDeskLimits,
  defaultSyncSettings,
  toAccountReading,
  type OrderCheck,
  type OrderIntent,
  type TradingState,
} from '@tapedeck/core';
import type { Broker } from '../brokers/broker.ts';
import type { TradingPort } from '../brokers/trading-port.ts';
import { systemClock } from '../clock.ts';
import { TradingBasis } from '../trading/trading-basis.ts';
import { TradingRules } from '../trading/trading-rules.ts';

const active: TradingState = { mode: 'ACTIVE', epoch: 0, by: 'test', atMs: 1 };

/** What the gates say of an entry, by nothing but what the broker tells of the account. */
export async function checkAtBroker(
  broker: Broker & { readonly trading: TradingPort },
  parts: Partial<OrderIntent>,
): Promise<OrderCheck> {
  const rules = new TradingRules({
    label: 'Main',
    broker: 'any',
    environment: 'live',
    currency: 'USDT',
    sync: defaultSyncSettings,
    tradingState: active,
    createdAtMs: 1,
  });
  rules.setDesk({ tradingState: active, members: { ada: 'owner' }, limits: defaultDeskLimits });
  const reading = toAccountReading(await broker.fetchSnapshot());
  const { equity } = reading.figures;
  const basis = new TradingBasis({
    clock: systemClock,
    rules,
    reading: () => reading,
    equityDay: () => (equity === undefined ? undefined : { equity: [equity], atMs: [reading.readMs] }) as never,
    movedSince: () => '0',
    trading: () => broker.trading,
    openOrders: () => [],
    unreconciled: () => undefined,
    entryRate: () => undefined,
    settingsChanged: () => undefined,
  });
  const intent: OrderIntent = {
    accountId: 'main',
    instrumentId: 'BTC-USDT-PERP',
    side: 'buy',
    type: 'limit',
    limitPrice: '49000',
    quantity: { unit: 'base', value: '0.01' },
    ...parts,
  };
  await basis.prepare(intent.instrumentId);
  return checkOrder(intent, basis.contextOf(intent.instrumentId, { role: 'trader' }));
}
