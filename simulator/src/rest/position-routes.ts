import { toInstrumentId, toPositionId } from '@tapedeck/core';
import type { ProtectionRequest } from '@tapedeck/core/matching/order-types';
import { Big } from 'big.js';
import { ApiError, apiErrors } from '../http/api-error.ts';
import type { Params } from '../http/params.ts';
import { signedGet, signedPost, type Route } from '../http/route.ts';
import type { VenueInstrument } from '../market/instruments.ts';
import { readProtection, readSlot } from '../venue/order-request.ts';
import { toApiError } from '../venue/rejections.ts';
import type { PositionRow } from '../wire/position-row.ts';
import type { Venue } from '../venue/venue.ts';
import { isWithin } from './account-routes.ts';
import { historyWindow, pageOf } from './page.ts';

/** `/v5/position/…`. */
export function positionRoutes(venue: Venue): readonly Route[] {
  function needPerpetual(params: Params): VenueInstrument {
    params.oneOf('category', ['linear']);
    const instrument = venue.table.find('linear', params.need('symbol'));
    if (!instrument) throw apiErrors.parameter('symbol invalid');
    return instrument;
  }

  return [
    signedGet('/v5/position/list', (params, account) => {
      const category = params.oneOf('category', ['linear', 'inverse', 'option']);
      const symbol = params.text('symbol');
      const settleCoin = params.text('settleCoin');
      if (category !== 'linear') return { list: [], nextPageCursor: '', category };
      if (symbol === undefined && settleCoin === undefined) {
        throw apiErrors.parameter('symbol or settleCoin is required');
      }
      if (symbol !== undefined) {
        const instrument = needPerpetual(params);
        const list = venue.views.slotsOf(account).map((slot) => venue.views.positionRow(account, instrument, slot));
        return { list, nextPageCursor: '', category };
      }
      const rows = venue.views
        .positionsOf(account)
        .filter(({ instrument }) => instrument.quote === settleCoin)
        .map(({ row }) => row);
      const page = pageOf(rows, params, { fallback: 20, max: 200 }, (row) => `${row.symbol}:${row.positionIdx}`);
      return { ...page, category };
    }),
    signedPost('/v5/position/set-leverage', (params, account) => {
      const instrument = needPerpetual(params);
      const leverage = params.needDecimal('buyLeverage');
      if (!new Big(leverage).eq(params.needDecimal('sellLeverage'))) {
        throw apiErrors.parameter('buyLeverage and sellLeverage must be equal');
      }
      const outcome = venue.run(() =>
        venue.engine.setLeverage(account.name, toInstrumentId(instrument), leverage, venue.clock.now()),
      );
      if (!outcome.ok && outcome.code === 'not-modified') throw new ApiError(110043, 'leverage not modified');
      if (!outcome.ok) throw toApiError(outcome, 'linear');
      return {};
    }),
    signedPost('/v5/position/switch-isolated', (params, account) => {
      const instrument = needPerpetual(params);
      const mode = params.oneOf('tradeMode', ['0', '1']) === '1' ? 'isolated' : 'cross';
      const outcome = venue.run(() =>
        venue.engine.setMarginMode(account.name, toInstrumentId(instrument), mode, venue.clock.now()),
      );
      if (!outcome.ok && outcome.code === 'not-modified') {
        throw new ApiError(110026, 'Cross/isolated margin mode is not modified');
      }
      if (!outcome.ok) throw toApiError(outcome, 'linear');
      return {};
    }),
    signedPost('/v5/position/switch-mode', (params, account) => {
      params.oneOf('category', ['linear']);
      if (params.text('symbol') === undefined && params.text('coin') === undefined) {
        throw apiErrors.parameter('symbol or coin is required');
      }
      const mode = params.oneOf('mode', ['0', '3']) === '3' ? 'hedge' : 'netting';
      if (venue.engine.accountSettings(account.name).positionMode === mode) {
        throw new ApiError(110025, 'Position mode is not modified');
      }
      const outcome = venue.run(() => venue.engine.setPositionMode(account.name, mode, venue.clock.now()));
      if (outcome.ok) return {};
      const ordersOnly = outcome.code === 'in-use' && venue.engine.positions(account.name).length === 0;
      if (ordersOnly) throw new ApiError(110028, 'Open orders exist, so you cannot change position mode');
      throw toApiError(outcome, 'linear');
    }),
    signedPost('/v5/position/trading-stop', (params, account) => {
      const instrument = needPerpetual(params);
      const protection = readProtection(params);
      if (!protection) throw apiErrors.parameter('one of takeProfit, stopLoss and trailingStop is required');
      venue.refresh(instrument);
      const slot = readSlot(params);
      if (isProtectedSo(venue.views.positionRow(account, instrument, slot), protection)) {
        throw new ApiError(34040, 'not modified');
      }
      const positionId = toPositionId(toInstrumentId(instrument), slot);
      const outcome = venue.run(() =>
        venue.engine.setProtection(account.name, positionId, protection, venue.clock.now()),
      );
      if (!outcome.ok) throw toApiError(outcome, 'linear');
      return {};
    }),
    signedGet('/v5/position/closed-pnl', (params, account) => {
      const category = params.oneOf('category', ['linear', 'inverse', 'option', 'spot']);
      const symbol = params.text('symbol');
      const { fromMs, untilMs } = historyWindow(params, venue.clock.now());
      const rows = venue
        .recordsOf(account.name)
        .closedPnl.filter(
          (row) => (symbol === undefined || row.symbol === symbol) && isWithin(row.updatedTime, fromMs, untilMs),
        )
        .toReversed();
      const page = pageOf(category === 'linear' ? rows : [], params, { fallback: 50, max: 100 }, (row) =>
        [row.orderId, row.createdTime].join(':'),
      );
      return { ...page, category };
    }),
  ];
}

/** True where the position has all that is asked for already. */
function isProtectedSo(row: PositionRow, wanted: ProtectionRequest): boolean {
  const pairs = [
    [wanted.stopLoss, row.stopLoss],
    [wanted.takeProfit, row.takeProfit],
    [wanted.trailingStop, row.trailingStop],
  ];
  return row.side !== '' && pairs.every(([asked, now]) => asked === undefined || new Big(asked ?? 0).eq(now || 0));
}
