import type { AccountEnvironment } from '@tapedeck/core/model/account';

export interface BrokerChoice {
  /** The id of the exchange in ccxt. */
  readonly id: string;
  readonly name: string;
  /** Where its accounts can be; `simulated` is offered beside them where a simulator is there. */
  readonly environments: readonly AccountEnvironment[];
  /** Whether its keys have a third part. */
  readonly passphrase: 'required' | 'none' | 'optional';
  /** Whether orders are sent there; the others are only followed. */
  readonly isTraded: boolean;
}

/** The broker whose id a person types. */
export const otherBroker = 'other';

export const brokerChoices: readonly BrokerChoice[] = [
  // Paper accounts trade at Bybit's prices.
  {
    id: 'bybit',
    name: 'Bybit',
    environments: ['live', 'testnet', 'demo', 'paper'],
    passphrase: 'none',
    isTraded: true,
  },
  { id: 'binance', name: 'Binance', environments: ['live', 'demo'], passphrase: 'none', isTraded: true },
  { id: 'okx', name: 'OKX', environments: ['live', 'demo'], passphrase: 'required', isTraded: true },
  { id: 'kraken', name: 'Kraken', environments: ['live'], passphrase: 'none', isTraded: true },
  { id: 'bitget', name: 'Bitget', environments: ['live'], passphrase: 'required', isTraded: false },
  { id: 'kucoin', name: 'KuCoin', environments: ['live'], passphrase: 'required', isTraded: false },
  { id: 'gate', name: 'Gate', environments: ['live', 'testnet'], passphrase: 'none', isTraded: false },
  {
    id: otherBroker,
    name: 'Another exchange …',
    environments: ['live', 'testnet', 'demo'],
    passphrase: 'optional',
    isTraded: false,
  },
];

export function brokerChoice(id: string): BrokerChoice {
  const known = brokerChoices.find((choice) => choice.id === id);
  return known ?? { id, name: id, environments: ['live', 'testnet', 'demo'], passphrase: 'optional', isTraded: false };
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
