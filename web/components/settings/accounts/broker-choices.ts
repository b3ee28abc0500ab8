import type { AccountEnvironment } from '@tapedeck/core/model/account';

export interface BrokerChoice {
  /** The id of the exchange in ccxt. */
  readonly id: string;
  readonly name: string;
  /** Where its keys can be from. */
  readonly environments: readonly KeyedEnvironment[];
  /** Whether its keys have a third part. */
  readonly passphrase: 'required' | 'none' | 'optional';
}

export type KeyedEnvironment = Exclude<AccountEnvironment, 'paper'>;

/** The broker whose id a person types. */
export const otherBroker = 'other';

export const brokerChoices: readonly BrokerChoice[] = [
  { id: 'bybit', name: 'Bybit', environments: ['live', 'testnet', 'demo'], passphrase: 'none' },
  { id: 'binance', name: 'Binance', environments: ['live', 'demo'], passphrase: 'none' },
  { id: 'okx', name: 'OKX', environments: ['live', 'demo'], passphrase: 'required' },
  { id: 'kraken', name: 'Kraken', environments: ['live'], passphrase: 'none' },
  { id: 'bitget', name: 'Bitget', environments: ['live', 'demo'], passphrase: 'required' },
  { id: 'kucoin', name: 'KuCoin', environments: ['live'], passphrase: 'required' },
  { id: 'gate', name: 'Gate', environments: ['live', 'testnet'], passphrase: 'none' },
  { id: otherBroker, name: 'Another exchange …', environments: ['live', 'testnet', 'demo'], passphrase: 'optional' },
];

export function brokerChoice(id: string): BrokerChoice {
  const other = { id, name: id, environments: ['live', 'testnet', 'demo'] as const, passphrase: 'optional' as const };
  return brokerChoices.find((choice) => choice.id === id) ?? other;
}

const hints: Record<AccountEnvironment, string> = {
  live: 'Real money.',
  testnet: 'The exchange’s test network: no real money.',
  demo: 'The exchange’s demo trading: live prices, no real money.',
  simulated: 'The simulated exchange of this installation: no real money.',
  paper: 'No exchange account: orders are filled by Tapedeck’s own matching engine. No real money.',
};

export function environmentHint(environment: AccountEnvironment): string {
  return hints[environment];
}
