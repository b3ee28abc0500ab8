'use client';

import type { Account } from '@/live/accounts.ts';
import { brokerName } from '@/format/names.ts';

/** Where a person trades at the broker itself, by broker id and environment. */
const addresses: Record<string, string> = {
  'bybit-live': 'https://www.bybit.com/trade/usdt/BTCUSDT',
  'bybit-demo': 'https://www.bybit.com/trade/usdt/BTCUSDT',
  'bybit-testnet': 'https://testnet.bybit.com/trade/usdt/BTCUSDT',
  'binance-live': 'https://www.binance.com/en/futures/BTCUSDT',
  'okx-live': 'https://www.okx.com/trade-swap/btc-usdt-swap',
  'kraken-live': 'https://pro.kraken.com',
};

export interface BrokerLink {
  readonly name: string;
  readonly address: string;
}

/** The brokers of these accounts, each once; those without a page of their own, such as simulated ones, are left out. */
export function brokerLinksOf(accounts: readonly Pick<Account, 'broker' | 'environment'>[]): readonly BrokerLink[] {
  const links = new Map<string, BrokerLink>();
  for (const { broker, environment } of accounts) {
    const address = addresses[`${broker}-${environment}`];
    if (address !== undefined) links.set(address, { name: brokerName(broker), address });
  }
  return [...links.values()];
}

export function BrokerLinks({ accounts }: { accounts: readonly Account[] }) {
  return brokerLinksOf(accounts).map(({ name, address }) => (
    <a
      key={address}
      href={address}
      target="_blank"
      rel="noreferrer"
      className="mr-3 font-medium underline underline-offset-2"
    >
      Open {name}
    </a>
  ));
}
