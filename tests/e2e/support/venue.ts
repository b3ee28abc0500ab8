import { stackUrls } from './environment.ts';

/** A fault of the simulated exchange; `docs/simulator.md` lists the kinds and their fields. */
export interface VenueFault {
  readonly kind: string;
  readonly [field: string]: unknown;
}

/** The exchange's own app, so to speak: what happens there without Tapedeck. */
export class Venue {
  readonly #touched = new Map<string, { account: string; symbol: string }>();

  /** Trades an account to a size at once: positive is long, negative short, zero closes. */
  async setPosition(account: string, symbol: string, size: string): Promise<void> {
    this.#touched.set(`${account} ${symbol}`, { account, symbol });
    await this.#post('positions', { account, symbol, size });
  }

  /** What the instrument traded at last, such as `0.9213`. */
  async lastPrice(symbol: string): Promise<string> {
    const answer = await fetch(`${stackUrls.simulator}/v5/market/tickers?category=linear&symbol=${symbol}`);
    const { result } = (await answer.json()) as { result: { list: readonly { lastPrice: string }[] } };
    const [ticker] = result.list;
    if (!ticker) throw new Error(`The exchange has no ${symbol}.`);
    return ticker.lastPrice;
  }

  /** Places a limit order in the exchange's own app. */
  async placeLimitOrder(
    account: string,
    order: { readonly symbol: string; readonly side: 'Buy' | 'Sell'; readonly qty: string; readonly price: string },
  ): Promise<void> {
    await this.#post('orders', { account, category: 'linear', orderType: 'Limit', ...order });
  }

  /** Trades at the market in the exchange's own app; the position that comes of it is closed after the test. */
  async trade(
    account: string,
    order: { readonly symbol: string; readonly side: 'Buy' | 'Sell'; readonly qty: string },
  ): Promise<void> {
    this.#touched.set(`${account} ${order.symbol}`, { account, symbol: order.symbol });
    await this.#post('orders', { account, category: 'linear', orderType: 'Market', ...order });
  }

  async addFault(fault: VenueFault): Promise<void> {
    await this.#post('faults', fault);
  }

  async clearFaults(): Promise<void> {
    await this.#send('DELETE', 'faults');
  }

  /** Stops the market, so that figures move only when told to. */
  async freezePrices(): Promise<void> {
    await this.#post('prices', { frozen: true });
  }

  /** Moves one price, such as by -0.02 for 2% down. */
  async movePrice(symbol: string, moveRatio: number): Promise<void> {
    await this.#post('prices', { symbol, moveRatio });
  }

  async openAccount(name: string, positions: readonly object[] = []): Promise<{ apiKey: string; secret: string }> {
    const keys = { apiKey: `key-${name}`, secret: `secret-${name}` };
    const { apiKey, secret } = keys;
    await this.#post('accounts', { name, apiKey, apiSecret: secret, balances: { USDT: '10000' }, positions });
    return keys;
  }

  /** Back to how it was found: no faults, the market running, no positions of the test. */
  async restore(): Promise<void> {
    await this.clearFaults();
    await this.#post('prices', { frozen: false });
    for (const { account, symbol } of this.#touched.values())
      await this.#post('positions', { account, symbol, size: '0' });
    this.#touched.clear();
  }

  #post(name: string, body: object): Promise<void> {
    return this.#send('POST', name, JSON.stringify(body));
  }

  async #send(method: string, name: string, body?: string): Promise<void> {
    const response = await fetch(`${stackUrls.simulator}/control/${name}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body }),
    });
    if (!response.ok)
      throw new Error(`${method} /control/${name} answered ${response.status}: ${await response.text()}`);
  }
}
