import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Question {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
}

/** What the venue answers: a result in Bybit's envelope, or a whole answer of another kind. */
export type Answer = { readonly result: unknown } | { readonly retCode: number; readonly retMsg: string } | RawAnswer;

interface RawAnswer {
  readonly status: number;
  readonly body: string;
}

type Route = (question: Question) => Answer;

const perpetual = (symbol: string) => ({
  symbol,
  contractType: 'LinearPerpetual',
  status: 'Trading',
  baseCoin: symbol.replace(/USDT$/, ''),
  quoteCoin: 'USDT',
  settleCoin: 'USDT',
  leverageFilter: { minLeverage: '1', maxLeverage: '100.00', leverageStep: '0.01' },
  priceFilter: { minPrice: '0.10', maxPrice: '1999999.80', tickSize: '0.10' },
  lotSizeFilter: { minOrderQty: '0.001', maxOrderQty: '1190.000', qtyStep: '0.001', minNotionalValue: '5' },
});

const spot = (symbol: string) => ({
  symbol,
  status: 'Trading',
  baseCoin: symbol.replace(/USDT$/, ''),
  quoteCoin: 'USDT',
  priceFilter: { tickSize: '0.01' },
  lotSizeFilter: { basePrecision: '0.000001', minOrderQty: '0.000011', maxOrderQty: '83', minOrderAmt: '5' },
});

/** The HTTP half of a Bybit that a test writes by hand: each path answers what the test says, else something valid. */
export class FakeVenue {
  readonly questions: Question[] = [];
  /** Venue clock minus this machine's. */
  skewMs = 0;
  linearSymbols = ['BTCUSDT', 'ETHUSDT'];
  private readonly routes = new Map<string, Route>();
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://venue');
      const question = { path: url.pathname, query: Object.fromEntries(url.searchParams), headers: request.headers };
      this.questions.push(question);
      const answer = (this.routes.get(url.pathname) ?? this.byDefault)(question);
      const raw = 'body' in answer ? answer : { status: 200, body: this.envelope(answer) };
      response.writeHead(raw.status, { 'content-type': 'application/json' }).end(raw.body);
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  on(path: string, route: Route): void {
    this.routes.set(path, route);
  }

  asked(path: string): readonly Question[] {
    return this.questions.filter((question) => question.path === path);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private envelope(answer: Exclude<Answer, RawAnswer>): string {
    return JSON.stringify({ retCode: 0, retMsg: 'OK', result: {}, time: Date.now() + this.skewMs, ...answer });
  }

  private readonly byDefault: Route = ({ path, query }) => {
    switch (path) {
      case '/v5/market/instruments-info': {
        const list = query['category'] === 'spot' ? [spot('BTCUSDT')] : this.linearSymbols.map(perpetual);
        return { result: { category: query['category'], list: query['status'] === 'PreLaunch' ? [] : list } };
      }
      case '/v5/account/info':
        return { result: { marginMode: 'REGULAR_MARGIN', unifiedMarginStatus: 5 } };
      case '/v5/user/query-api':
        return { result: { permissions: { ContractTrade: ['Order', 'Position'], Wallet: [] } } };
      case '/v5/account/wallet-balance':
        return { result: { list: [{ accountType: 'UNIFIED', totalEquity: '1000', coin: [] }] } };
      default:
        return { result: { category: query['category'], list: [], nextPageCursor: '' } };
    }
  };
}
