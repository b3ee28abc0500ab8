import { AppError, type AccountEnvironment } from '@tapedeck/core';
import type { CcxtBybit } from './ccxt-exchange.ts';

/**
 * Points ccxt at the environment. ccxt knows the addresses of live, testnet and demo; `simulatorUrl` (such as
 * `http://127.0.0.1:8910`) is where the simulated exchange serves HTTP and, on the same port, WebSocket.
 */
export async function applyEnvironment(
  exchange: CcxtBybit,
  environment: AccountEnvironment,
  simulatorUrl: string | undefined,
): Promise<void> {
  switch (environment) {
    case 'live':
      return;
    case 'testnet':
      return exchange.setSandboxMode(true);
    case 'demo':
      return exchange.enableDemoTrading(true);
    case 'simulated':
      return pointAt(exchange, simulatorUrl);
    case 'paper':
      throw new AppError('unsupported', 'Paper accounts have no broker to connect to.');
  }
}

async function pointAt(exchange: CcxtBybit, simulatorUrl: string | undefined): Promise<void> {
  if (simulatorUrl === undefined) {
    throw new AppError('invalid-input', 'A simulated account needs the address of the simulator.');
  }
  const http = simulatorUrl.replace(/\/+$/, '');
  const ws = http.replace(/^http/, 'ws');
  const streams = (kind: string) => `${ws}/v5/public/${kind}`;
  for (const api of ['spot', 'futures', 'v2', 'public', 'private']) exchange.urls.api[api] = http;
  exchange.urls.api.ws = {
    public: {
      spot: streams('spot'),
      linear: streams('linear'),
      inverse: streams('inverse'),
      option: streams('option'),
    },
    private: {
      spot: { unified: `${ws}/v5/private`, nonUnified: `${ws}/v5/private` },
      contract: `${ws}/v5/private`,
      usdc: `${ws}/v5/private`,
      trade: `${ws}/v5/trade`,
    },
  };
  await exchange.loadHttpProxyAgent();
}
