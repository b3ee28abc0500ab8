import { SignedClient, type Envelope } from '../../../simulator/src/testing/signed-client.ts';
import { sleep } from './waiting.ts';

export interface VenueAccount {
  readonly id: string;
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** What a person would read off the venue's own page. */
export interface TrueState {
  readonly equity: number;
  readonly walletBalance: number;
  readonly unrealisedPnl: number;
  readonly initialMargin: number;
  /** By currency. */
  readonly balances: Readonly<Record<string, number>>;
  /** By position id. */
  readonly positions: Readonly<Record<string, TruePosition>>;
}

export interface TruePosition {
  readonly side: 'long' | 'short';
  readonly quantity: number;
  readonly entryPrice: number;
  readonly stopLoss: number;
  readonly takeProfit: number;
  readonly unrealisedPnl: number;
}

type Row = Readonly<Record<string, unknown>>;
const slots = ['net', 'long', 'short'];

/** The venue's own word on an account, by signed requests that share nothing with the worker's way of reading. */
export class VenueTruth {
  readonly #url: string;
  readonly #now: () => number;

  /** `now` is the venue's clock where that is not this machine's. */
  constructor(url: string, now: () => number = () => Date.now()) {
    this.#url = url;
    this.#now = now;
  }

  async read(account: VenueAccount): Promise<TrueState> {
    const client = this.#client(account);
    const [wallet, ...lists] = await Promise.race([
      Promise.all([
        client.get('/v5/account/wallet-balance', { accountType: 'UNIFIED' }),
        ...['USDT', 'USDC'].map((settleCoin) => client.get('/v5/position/list', { category: 'linear', settleCoin })),
      ]),
      noAnswer(),
    ]);
    const row = rowsOf(wallet)[0] as (Row & { readonly coin: readonly Row[] }) | undefined;
    if (!row) throw new Error('The venue shows no wallet.');
    const rows = lists.flatMap((list) => rowsOf(list)).filter(({ size }) => Number(size) > 0);
    return {
      equity: Number(row['totalEquity']),
      walletBalance: Number(row['totalWalletBalance']),
      unrealisedPnl: Number(row['totalPerpUPL']),
      initialMargin: Number(row['totalInitialMargin']),
      balances: Object.fromEntries(row.coin.map((coin) => [String(coin['coin']), Number(coin['walletBalance'])])),
      positions: Object.fromEntries(rows.map((position) => [positionIdOf(position), toTruePosition(position)])),
    };
  }

  /** Symbols such as `BTCUSDT`. */
  async markPrice(account: VenueAccount, symbol: string): Promise<number> {
    const answer = await this.#client(account).get('/v5/market/tickers', { category: 'linear', symbol });
    return Number(rowsOf(answer)[0]?.['markPrice']);
  }

  /** Orders that stand at the venue, those of positions included. */
  async openOrders(account: VenueAccount): Promise<readonly Row[]> {
    const pages = ['USDT', 'USDC'].map((settleCoin) =>
      this.#client(account).get('/v5/order/realtime', { category: 'linear', settleCoin, limit: '50' }),
    );
    return (await Promise.all(pages)).flatMap((page) => rowsOf(page));
  }

  /** How much was ever traded, by instrument. */
  async traded(account: VenueAccount): Promise<Record<string, number>> {
    const sums: Record<string, number> = {};
    let cursor = '';
    do {
      const query = { category: 'linear', limit: '100', ...(cursor === '' ? {} : { cursor }) };
      const page = await this.#client(account).get('/v5/execution/list', query);
      const rows = rowsOf(page);
      for (const row of rows.filter(({ execType }) => execType !== 'Funding')) {
        const instrumentId = instrumentIdOf(row);
        sums[instrumentId] = (sums[instrumentId] ?? 0) + Number(row['execQty']);
      }
      cursor = rows.length < 100 ? '' : (page.result['nextPageCursor'] as string);
    } while (cursor !== '');
    return sums;
  }

  async post(account: VenueAccount, path: string, body: Readonly<Record<string, unknown>>): Promise<void> {
    const { retCode, retMsg } = await this.#client(account).post(path, body);
    if (retCode !== 0) throw new Error(`${path} answered ${retCode}: ${retMsg}`);
  }

  async price(symbol: string): Promise<number> {
    const ticker = await this.#client().get('/v5/market/tickers', { category: 'linear', symbol });
    return Number(rowsOf(ticker)[0]?.['lastPrice']);
  }

  #client(account?: VenueAccount): SignedClient {
    return new SignedClient(this.#url, account, this.#now);
  }
}

async function noAnswer(): Promise<never> {
  await sleep(3_000);
  throw new Error('The venue gave no answer within 3 s.');
}

function rowsOf({ retCode, retMsg, result }: Envelope): readonly Row[] {
  if (retCode !== 0) throw new Error(`The venue answered ${retCode}: ${retMsg}`);
  return result['list'] as readonly Row[];
}

function instrumentIdOf(row: Row): string {
  const symbol = String(row['symbol']);
  return `${symbol.slice(0, -4)}-${symbol.slice(-4)}-PERP`;
}

function positionIdOf(row: Row): string {
  return `${instrumentIdOf(row)}_${slots[Number(row['positionIdx'])] ?? '?'}`;
}

function toTruePosition(row: Row): TruePosition {
  return {
    side: row['side'] === 'Buy' ? 'long' : 'short',
    quantity: Number(row['size']),
    entryPrice: Number(row['avgPrice']),
    stopLoss: Number(row['stopLoss']),
    takeProfit: Number(row['takeProfit']),
    unrealisedPnl: Number(row['unrealisedPnl']),
  };
}
