import { signedGet, type Route } from '../http/route.ts';
import type { VenueAccount } from '../venue/account-directory.ts';
import { feeRates } from '../venue/engine-instruments.ts';
import type { Venue } from '../venue/venue.ts';
import { historyWindow, pageOf } from './page.ts';

/** `/v5/account/…`, `/v5/asset/coin/query-info` and `/v5/user/query-api`: who the account is and what it holds. */
export function accountRoutes(venue: Venue): readonly Route[] {
  return [
    signedGet('/v5/account/wallet-balance', (params, account) => {
      params.oneOf('accountType', ['UNIFIED']);
      const wallet = venue.views.walletOf(account);
      const wanted = params.text('coin')?.split(',');
      const coin = wallet.coin.filter((row) => !wanted || wanted.includes(row.coin));
      return { list: [{ ...wallet, coin }] };
    }),
    signedGet('/v5/account/info', (_params, account) => ({
      marginMode: 'REGULAR_MARGIN',
      updatedTime: String(account.createdMs),
      unifiedMarginStatus: 6,
      dcpStatus: 'OFF',
      timeWindow: 10,
      smpGroup: 0,
      isMasterTrader: false,
      spotHedgingStatus: 'OFF',
    })),
    signedGet('/v5/account/fee-rate', (params) => {
      const category = params.oneOf('category', ['linear', 'spot', 'inverse', 'option']);
      const symbol = params.text('symbol');
      const list = venue.table
        .inCategory(category)
        .filter((instrument) => symbol === undefined || instrument.symbol === symbol)
        .map((instrument) => ({
          symbol: instrument.symbol,
          baseCoin: '',
          takerFeeRate: feeRates[instrument.category].taker,
          makerFeeRate: feeRates[instrument.category].maker,
        }));
      return { category, list };
    }),
    signedGet('/v5/account/transaction-log', (params, account) => {
      const { fromMs, untilMs } = historyWindow(params, venue.clock.now());
      const wanted = (row: { currency: string; category: string; type: string }) =>
        [
          [params.text('currency'), row.currency],
          [params.text('category'), row.category],
          [params.text('type'), row.type],
        ].every(([asked, value]) => asked === undefined || asked === value);
      const rows = venue
        .recordsOf(account.name)
        .transactions.filter((row) => wanted(row) && isWithin(row.transactionTime, fromMs, untilMs))
        .toReversed();
      return pageOf(rows, params, { fallback: 20, max: 50 }, (row) => row.id);
    }),
    signedGet('/v5/asset/coin/query-info', (params) => {
      const wanted = params.text('coin');
      const coins = new Set(['USDT', ...venue.table.all.map(({ base }) => base)]);
      const rows = [...coins].filter((coin) => wanted === undefined || coin === wanted).map(toCoinRow);
      return { rows };
    }),
    signedGet('/v5/user/query-api', (_params, account) => toKeyRow(account)),
  ];
}

export function isWithin(time: string, fromMs: number, untilMs: number): boolean {
  const ms = Number(time);
  return ms >= fromMs && ms <= untilMs;
}

function toCoinRow(coin: string) {
  const chain = {
    chainType: coin,
    confirmation: '6',
    withdrawFee: '0.0005',
    depositMin: '0',
    withdrawMin: '0.001',
    chain: coin,
    chainDeposit: '1',
    chainWithdraw: '0',
    minAccuracy: '8',
    withdrawPercentageFee: '0',
    contractAddress: '',
    safeConfirmNumber: '12',
  };
  return { name: coin, coin, remainAmount: '10000000', chains: [chain] };
}

/** A key that trades and reads, and may withdraw only where the account says so. */
function toKeyRow(account: VenueAccount) {
  return {
    id: String(account.uid * 10 + 1),
    note: account.name,
    apiKey: account.apiKey,
    readOnly: 0,
    secret: '',
    permissions: {
      ContractTrade: ['Order', 'Position'],
      Spot: ['SpotTrade'],
      Wallet: account.mayWithdraw ? ['AccountTransfer', 'Withdraw'] : [],
      Options: [],
      Derivatives: ['DerivativesTrade'],
      CopyTrading: [],
      BlockTrade: [],
      Exchange: [],
      NFT: [],
      Affiliate: [],
      Earn: [],
      FiatP2P: [],
      FiatBybitPay: [],
      FiatConvertBroker: [],
      FiatGlobalPay: [],
      FiatBitPay: [],
      BitCard: [],
      ByXPost: [],
    },
    ips: ['*'],
    type: 1,
    deadlineDay: 90,
    expiredAt: '2099-01-01T00:00:00Z',
    createdAt: new Date(account.createdMs).toISOString(),
    unified: 0,
    uta: 1,
    userID: account.uid,
    inviterID: 0,
    vipLevel: 'No VIP',
    mktMakerLevel: '0',
    affiliateID: 0,
    rsaPublicKey: '',
    isMaster: true,
    parentUid: '0',
    kycLevel: 'LEVEL_1',
    kycRegion: 'DEU',
    userIDInt64: String(account.uid),
    inviterIDInt64: '0',
    affiliateIDInt64: '0',
  };
}
