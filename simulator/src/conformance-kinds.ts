/** What a recorded message is compared with: the same message as this simulator sends it. */
export interface ShapeKind {
  readonly name: string;
  /** Recordings of it, under the folder `exchange`; a `#n` picks one of several examples. */
  readonly files: readonly string[];
  /** Where in the message the rows stand; the message itself where empty. */
  readonly rows: string;
  /** Recorded fields that this venue leaves out on purpose, with the reason. */
  readonly leftOut?: Readonly<Record<string, string>>;
  /** Fields of newer versions of the interface than the recordings. */
  readonly newer?: readonly string[];
}

const bybit = (name: string) => `nautilus-bybit/${name}.json`;
const docs = (name: string) => `bybit-docs/${name}.json`;

export const shapeKinds: readonly ShapeKind[] = [
  {
    name: 'wallet-balance',
    files: [
      bybit('http_get_wallet_balance'),
      bybit('http_get_wallet_balance_with_spot_borrow'),
      docs('account__wallet-balance'),
    ],
    rows: 'result.list',
  },
  {
    name: 'wallet-balance coin',
    files: [bybit('http_get_wallet_balance'), docs('account__wallet-balance')],
    rows: 'result.list.0.coin',
  },
  { name: 'account-info', files: [bybit('http_get_account_info'), docs('account__account-info')], rows: 'result' },
  { name: 'fee-rate', files: [bybit('http_get_fee_rate'), docs('account__fee-rate')], rows: 'result.list' },
  { name: 'transaction-log', files: [docs('account__transaction-log')], rows: 'result.list' },
  { name: 'query-api', files: [bybit('http_get_user_query_api')], rows: 'result' },
  {
    name: 'positions',
    files: [bybit('http_get_positions'), bybit('http_get_positions_with_open_time'), docs('position__position')],
    rows: 'result.list',
  },
  { name: 'closed-pnl', files: [docs('position__close-pnl')], rows: 'result.list', newer: ['openFee', 'closeFee'] },
  {
    name: 'orders',
    files: [
      bybit('http_get_orders_realtime'),
      bybit('http_get_orders_realtime_tp_sl'),
      bybit('http_get_orders_history'),
      docs('order__open-order'),
      docs('order__order-list'),
    ],
    rows: 'result.list',
    leftOut: {
      slippageToleranceType: 'slippage tolerance is not offered',
      slippageTolerance: 'slippage tolerance is not offered',
      extraFees: 'no extra fees are charged',
      rpiTakerAccess: 'retail price improvement is not offered',
      rpiMatchedQty: 'retail price improvement is not offered',
    },
  },
  {
    name: 'executions',
    files: [bybit('http_get_executions'), docs('order__execution')],
    rows: 'result.list',
    newer: ['isLeverage', 'marketUnit', 'execPnl'],
  },
  {
    name: 'instruments linear',
    files: [bybit('http_get_instruments_linear'), bybit('http_get_instruments_linear_symbol_type')],
    rows: 'result.list',
    newer: [
      'copyTrading',
      'upperFundingRate',
      'lowerFundingRate',
      'isPreListing',
      'preListingInfo',
      'riskParameters',
      'displayName',
      'symbolType',
      'forbidUplWithdrawal',
      'symbolId',
    ],
  },
  {
    name: 'instruments spot',
    files: [bybit('http_get_instruments_spot'), `${docs('market__instrument')}#1`],
    rows: 'result.list',
    newer: ['xstockMultiplier'],
  },
  { name: 'tickers linear', files: [`${docs('market__tickers')}#0`], rows: 'result.list' },
  { name: 'tickers spot', files: [`${docs('market__tickers')}#2`], rows: 'result.list' },
  { name: 'orderbook', files: [bybit('http_get_orderbook'), docs('market__orderbook')], rows: 'result' },
  { name: 'kline', files: [bybit('http_get_klines_linear'), docs('market__kline')], rows: 'result.list' },
  { name: 'mark-price-kline', files: [docs('market__mark-kline')], rows: 'result.list' },
  {
    name: 'recent-trade',
    files: [bybit('http_get_trades_recent'), docs('market__recent-trade')],
    rows: 'result.list',
  },
  {
    name: 'funding-history',
    files: [bybit('http_get_funding_history'), docs('market__history-fund-rate')],
    rows: 'result.list',
  },
  { name: 'time', files: [docs('market__time')], rows: 'result' },
  { name: 'create-order', files: [docs('order__create-order')], rows: 'result' },
  { name: 'cancel-order', files: [docs('order__cancel-order')], rows: 'result' },
  { name: 'amend-order', files: [docs('order__amend-order')], rows: 'result' },
  { name: 'cancel-all', files: [docs('order__cancel-all')], rows: 'result' },
  { name: 'ws auth', files: [bybit('ws_auth_success')], rows: '' },
  { name: 'ws auth failure', files: [bybit('ws_auth_failure')], rows: '' },
  { name: 'ws subscribe', files: [bybit('ws_subscription_ack')], rows: '' },
  { name: 'ws subscribe failure', files: [bybit('ws_subscription_failure')], rows: '' },
  {
    name: 'ws wallet',
    files: [
      bybit('ws_account_wallet'),
      bybit('ws_account_wallet_small_order'),
      `${docs('websocket__private__wallet')}#1`,
    ],
    rows: 'data',
    leftOut: { totalPerpUpl: 'an older spelling of totalPerpUPL' },
  },
  {
    name: 'ws wallet coin',
    files: [bybit('ws_account_wallet'), `${docs('websocket__private__wallet')}#1`],
    rows: 'data.0.coin',
  },
  {
    name: 'ws position',
    files: [
      bybit('ws_account_position'),
      bybit('ws_account_position_short'),
      `${docs('websocket__private__position')}#1`,
    ],
    rows: 'data',
    newer: ['openTime'],
  },
  {
    name: 'ws order',
    files: [
      bybit('ws_account_order'),
      bybit('ws_account_order_filled'),
      bybit('ws_account_order_stop_market'),
      bybit('ws_account_order_stop_limit'),
      bybit('ws_account_order_stop_loss'),
      bybit('ws_account_order_take_profit'),
      `${docs('websocket__private__order')}#1`,
    ],
    rows: 'data',
    newer: ['isLeverage'],
  },
  {
    name: 'ws execution',
    files: [bybit('ws_account_execution'), `${docs('websocket__private__execution')}#1`],
    rows: 'data',
  },
  { name: 'ws ticker linear', files: [bybit('ws_ticker_linear')], rows: 'data', newer: ['fundingCap'] },
  { name: 'ws ticker spot', files: [`${docs('websocket__public__ticker')}#1`], rows: 'data' },
  { name: 'ws kline', files: [bybit('ws_kline'), docs('websocket__public__kline')], rows: 'data' },
  {
    name: 'ws orderbook',
    files: [bybit('ws_orderbook_snapshot'), bybit('ws_orderbook_delta'), docs('websocket__public__orderbook')],
    rows: 'data',
  },
  {
    name: 'ws trade',
    files: [bybit('ws_public_trade'), docs('websocket__public__trade')],
    rows: 'data',
    newer: ['RPI'],
  },
  {
    name: 'ws order response',
    files: [bybit('ws_order_response')],
    rows: '',
    newer: ['retExtInfo', 'header'],
  },
];
