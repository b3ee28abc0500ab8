import { apiErrors } from '../http/api-error.ts';
import type { Params } from '../http/params.ts';
import { signedGet, signedPost, type Route } from '../http/route.ts';
import type { VenueAccount } from '../venue/account-directory.ts';
import type { OrderDesk } from '../venue/order-desk.ts';
import type { Venue } from '../venue/venue.ts';
import type { OrderRow } from '../wire/order-row.ts';
import { isWithin } from './account-routes.ts';
import { historyWindow, pageOf } from './page.ts';

const categories = ['linear', 'spot', 'inverse', 'option'] as const;

/** `/v5/order/…` and `/v5/execution/list`. */
export function orderRoutes(venue: Venue, desk: OrderDesk): readonly Route[] {
  function openRows(category: string, account: VenueAccount): readonly OrderRow[] {
    return venue.engine
      .openOrders(account.name)
      .filter((order) => venue.instrumentOf(order).category === category)
      .map((order) => venue.views.orderRow(account, order))
      .toReversed();
  }

  function finishedRows(category: string, account: VenueAccount): readonly OrderRow[] {
    return venue
      .recordsOf(account.name)
      .finishedOrders.filter((finished) => finished.category === category)
      .map(({ row }) => row)
      .toReversed();
  }

  function settlesIn(coin: string, category: (typeof categories)[number], symbol: string): boolean {
    return venue.table.inCategory(category).some((listed) => listed.symbol === symbol && listed.quote === coin);
  }

  return [
    signedPost('/v5/order/create', (params, account) => desk.create(params, account)),
    signedPost('/v5/order/amend', (params, account) => desk.amend(params, account)),
    signedPost('/v5/order/cancel', (params, account) => desk.cancel(params, account)),
    signedPost('/v5/order/cancel-all', (params, account) => ({ list: desk.cancelAll(params, account), success: '1' })),
    signedGet('/v5/order/realtime', (params, account) => {
      const category = params.oneOf('category', categories);
      const named = params.text('orderId') ?? params.text('orderLinkId');
      const scoped = named ?? params.text('symbol') ?? params.text('settleCoin') ?? params.text('baseCoin');
      if (category === 'linear' && scoped === undefined) throw apiErrors.parameter('symbol or settleCoin is required');
      const finishedToo = named !== undefined || params.text('openOnly') === '1';
      const rows = [
        ...openRows(category, account),
        ...(finishedToo ? finishedRows(category, account).slice(0, 500) : []),
      ];
      const settleCoin = params.text('settleCoin');
      const list = rows.filter(
        (row) => isWanted(row, params) && (settleCoin === undefined || settlesIn(settleCoin, category, row.symbol)),
      );
      return { category, ...pageOf(list, params, { fallback: 20, max: 50 }, (row) => row.orderId) };
    }),
    signedGet('/v5/order/history', (params, account) => {
      const category = params.oneOf('category', categories);
      const { fromMs, untilMs } = historyWindow(params, venue.clock.now());
      const rows = finishedRows(category, account).filter(
        (row) => isWanted(row, params) && isWithin(row.createdTime, fromMs, untilMs),
      );
      return { category, ...pageOf(rows, params, { fallback: 20, max: 50 }, (row) => row.orderId) };
    }),
    signedGet('/v5/execution/list', (params, account) => {
      const category = params.oneOf('category', categories);
      const { fromMs, untilMs } = historyWindow(params, venue.clock.now());
      const rows = venue
        .recordsOf(account.name)
        .executions.filter(
          (row) =>
            row.category === category &&
            isWanted(row, params) &&
            (params.text('execType') === undefined || params.text('execType') === row.execType) &&
            isWithin(row.execTime, fromMs, untilMs),
        )
        .toReversed()
        .map(({ category: _ofTheAnswer, ...row }) => row);
      return { category, ...pageOf(rows, params, { fallback: 50, max: 100 }, (row) => row.execId) };
    }),
  ];
}

function isWanted(row: { symbol: string; orderId: string; orderLinkId: string }, params: Params): boolean {
  const asked = [
    [params.text('symbol'), row.symbol],
    [params.text('orderId'), row.orderId],
    [params.text('orderLinkId'), row.orderLinkId],
  ];
  return asked.every(([wanted, value]) => wanted === undefined || wanted === value);
}
