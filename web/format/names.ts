import type { AccountEnvironment } from '@tapedeck/core/model/account';

/** `BTC-USDT-PERP` as traders write it: `BTC/USDT`, with its kind apart. */
export function instrumentName(instrumentId: string): { pair: string; kind: string } {
  const [base = instrumentId, quote, kind] = instrumentId.split('-');
  return { pair: quote ? `${base}/${quote}` : base, kind: kind === 'PERP' ? 'Perp' : kind === 'SPOT' ? 'Spot' : '' };
}

const environments: Record<AccountEnvironment, string> = {
  simulated: 'SIMULATED',
  testnet: 'TESTNET',
  demo: 'DEMO',
  live: 'LIVE',
  paper: 'PAPER',
};

export function environmentName(environment: AccountEnvironment): string {
  return environments[environment];
}

const brokers: Record<string, string> = { bybit: 'Bybit', binance: 'Binance', okx: 'OKX', kraken: 'Kraken' };

export function brokerName(broker: string): string {
  return brokers[broker] ?? broker.charAt(0).toUpperCase() + broker.slice(1);
}

/** `BTC-USDT-PERP` inside a sentence: `BTC/USDT Perp`. */
export function instrumentLabel(instrumentId: string): string {
  const { pair, kind } = instrumentName(instrumentId);
  return `${pair} ${kind}`.trim();
}
