import {
  AppError,
  instrumentTermsSchema,
  multiplyDecimals,
  subtractDecimals,
  tradingCapabilitiesSchema,
  type Instrument,
  type OrderSide,
} from '@tapedeck/core';
import type { ContractVenue } from './broker-contract.ts';
import type { Broker } from './broker.ts';
import { testMs, watchUntilLive } from './testing/watched-broker.ts';
import type { OrderPlacement, TradingPort } from './trading-port.ts';

/** A venue whose account trades in one-way mode and holds open positions besides. */
export interface TradingVenue extends ContractVenue {
  /** Has the next order carried out and its answer lost; absent where requests do not travel. */
  readonly loseNextAnswer?: () => Promise<void>;
}

/** What every broker's trading part does, whatever stands behind it. Run it once for each implementation. */
export function describeTrading(
  name: string,
  start: () => Promise<TradingVenue>,
  { answersGetLost }: { readonly answersGetLost: boolean },
): void {
  describe(`${name} as a broker to trade with`, () => {
    jest.setTimeout(testMs);
    let venue: TradingVenue;
    let broker: Broker;
    let trading: TradingPort;
    let made = 0;

    beforeEach(async () => {
      venue = await start();
      broker = venue.createBroker('right');
      await broker.connect();
      if (!broker.trading) throw new Error('The broker does not trade.');
      trading = broker.trading;
    });
    afterEach(async () => {
      await broker.close();
      await venue.stop();
    });

    const venueNow = () => Date.now() + (broker.clockSkewMs() ?? 0);
    const positionId = () => `${venue.instrumentId}_net`;
    const refer = (clientOrderId: string) => ({ instrumentId: venue.instrumentId, clientOrderId });

    /** So many times the last price, on a tick. */
    async function priceAt(ratio: number, instrumentId = venue.instrumentId): Promise<string> {
      const quote = await trading.fetchQuote(instrumentId);
      const tick = instrumentOf(instrumentId).tickSize;
      const ticks = Math.round((Number(quote.lastPrice ?? quote.markPrice) * ratio) / Number(tick));
      return multiplyDecimals(tick, String(ticks));
    }

    function instrumentOf(instrumentId: string): Instrument {
      const instrument = broker.instruments().get(instrumentId);
      if (!instrument) throw new Error(`The broker lists no ${instrumentId}.`);
      return instrument;
    }

    function draft(side: OrderSide, parts: Partial<OrderPlacement> = {}): OrderPlacement {
      made += 1;
      return {
        clientOrderId: `contract-${Date.now()}-${made}`,
        instrumentId: venue.instrumentId,
        side,
        type: 'market',
        timeInForce: 'IOC',
        quantity: venue.quantity,
        reduceOnly: false,
        slot: 'net',
        ...parts,
      };
    }

    /** Places a buy that rests below the market. */
    async function placeResting(parts: Partial<OrderPlacement> = {}): Promise<OrderPlacement> {
      const limitPrice = await priceAt(0.98, parts.instrumentId);
      const placement = draft('buy', { type: 'limit', timeInForce: 'GTC', limitPrice, ...parts });
      await trading.placeOrder(placement);
      return placement;
    }

    async function errorOf(act: Promise<unknown>): Promise<AppError> {
      const thrown: unknown = await act.then(
        () => undefined,
        (error: unknown) => error,
      );
      if (!(thrown instanceof AppError)) throw new Error('It was not refused with an AppError.');
      for (const secret of venue.secrets) {
        expect(JSON.stringify([thrown.message, thrown.details])).not.toContain(secret);
      }
      return thrown;
    }

    const openIds = async () => (await trading.fetchOpenOrders()).map(({ clientOrderId }) => clientOrderId);

    describe('terms and quotes', () => {
      it('says what can be asked for', () => {
        expect(tradingCapabilitiesSchema.parse(trading.capabilities)).toEqual(trading.capabilities);
        expect(trading.capabilities.orders.market?.length).toBeGreaterThan(0);
        expect(trading.settleMs).toBeGreaterThanOrEqual(0);
      });

      it('tells the terms of each instrument, fee rates included', () => {
        expect(new Set(trading.terms().keys())).toEqual(new Set(broker.instruments().keys()));
        for (const terms of trading.terms().values()) expect(instrumentTermsSchema.parse(terms)).toEqual(terms);
        const terms = trading.terms().get(venue.instrumentId);
        expect(Number(terms?.takerFeeRate)).toBeGreaterThan(0);
        expect(terms?.makerFeeRate).toBeDefined();
        expect(terms?.trading).toBe(true);
        expect(Number(terms?.maintenanceMarginRate)).toBeGreaterThan(0);
      });

      it('tells prices that agree with one another', async () => {
        const quote = await trading.fetchQuote(venue.instrumentId);
        expect(quote.instrumentId).toBe(venue.instrumentId);
        expect(Number(quote.bidPrice)).toBeLessThan(Number(quote.askPrice));
        expect(Number(quote.markPrice)).toBeGreaterThan(0);
      });
    });

    describe('placeOrder', () => {
      it('makes a limit order that stands as it was asked for', async () => {
        const watched = await watchUntilLive(broker);
        const placement = await placeResting();
        const { clientOrderId, side, type, timeInForce, quantity, limitPrice, reduceOnly, slot } = placement;
        const told = await watched.order(clientOrderId, ({ status }) => status === 'working');
        const asked = { side, type, timeInForce, quantity, limitPrice, reduceOnly, slot, filledQuantity: '0' };
        expect(told.order).toMatchObject(asked);
        expect(await trading.fetchOrder(refer(clientOrderId))).toEqual(told);
        expect(await trading.fetchOrder({ ...refer(''), clientOrderId: undefined, ...told.order })).toEqual(told);
        expect(await trading.fetchOpenOrders()).toEqual([told]);
        watched.stop();
      });

      it('fills a market order, and its executions carry its id', async () => {
        const watched = await watchUntilLive(broker);
        const placement = draft('buy');
        await trading.placeOrder(placement);
        const told = await watched.order(placement.clientOrderId, ({ status }) => status === 'filled');
        expect(told.order).toMatchObject({ type: 'market', filledQuantity: venue.quantity });
        expect(Number(told.order.averageFillPrice)).toBeGreaterThan(0);
        const executions = await watched.executions((all) => all.length > 0);
        for (const { fill } of executions) {
          expect(fill).toMatchObject({ clientOrderId: placement.clientOrderId, venueOrderId: told.order.venueOrderId });
        }
        const [listed] = await broker.fetchExecutions(told.order.createdAtMs);
        expect(listed?.fill.clientOrderId).toBe(placement.clientOrderId);
        expect((await trading.fetchOrder(refer(placement.clientOrderId)))?.order.status).toBe('filled');
        watched.stop();
      });

      it('makes one order of a client order id that is sent twice', async () => {
        const placement = await placeResting();
        await trading.placeOrder(placement);
        expect(await openIds()).toEqual([placement.clientOrderId]);
      });

      it.each([
        ['buy', 'stop', 1.03],
        ['sell', 'stop', 0.97],
        ['buy', 'take-profit', 0.97],
        ['sell', 'take-profit', 1.03],
      ] as const)('keeps a %s %s order back until its trigger', async (side, type, ratio) => {
        const triggerPrice = await priceAt(ratio);
        const placement = draft(side, { type, triggerPrice, triggerBy: 'mark' });
        await trading.placeOrder(placement);
        expect(await trading.fetchOpenOrders()).toMatchObject([
          { clientOrderId: placement.clientOrderId, order: { side, type, triggerPrice, status: 'untriggered' } },
        ]);
      });

      it('keeps both prices of a stop-limit order', async () => {
        const [triggerPrice, limitPrice] = [await priceAt(1.02), await priceAt(1.025)];
        await trading.placeOrder(draft('buy', { type: 'stop-limit', timeInForce: 'GTC', triggerPrice, limitPrice }));
        expect(await trading.fetchOpenOrders()).toMatchObject([
          { order: { type: 'stop-limit', triggerPrice, limitPrice } },
        ]);
      });

      it('puts the stop and the target of an order on its position', async () => {
        const [stopLoss, takeProfit] = [await priceAt(0.97), await priceAt(1.03)];
        const watched = await watchUntilLive(broker);
        await trading.placeOrder(draft('buy', { stopLoss, takeProfit }));
        const position = await watched.position(positionId(), (word) => word?.stopLoss !== undefined);
        expect(position).toMatchObject({ stopLoss, takeProfit, quantity: venue.quantity });
        expect(await openIds()).toEqual([]);
        watched.stop();
      });

      it('never lets a post-only order take', async () => {
        const placement = draft('buy', { type: 'limit', timeInForce: 'post-only', limitPrice: await priceAt(1.003) });
        const watched = await watchUntilLive(broker);
        const refused = await trading.placeOrder(placement).then(
          () => undefined,
          (error: unknown) => error as AppError,
        );
        if (refused) expect(refused.code).toBe('rejected');
        else await watched.order(placement.clientOrderId, ({ status }) => status === 'rejected');
        expect((await broker.fetchSnapshot()).positions.map(({ id }) => id)).not.toContain(positionId());
        watched.stop();
      });

      it('is rejected beyond the margin, and nothing stands', async () => {
        const placement = draft('buy', { quantity: multiplyDecimals(venue.quantity, '1000') });
        const error = await errorOf(trading.placeOrder(placement));
        expect(error.code).toBe('rejected');
        expect(error.details).toMatchObject({
          venueCode: expect.any(String) as string,
          venueMessage: expect.any(String) as string,
        });
        expect(await trading.fetchOrder(refer(placement.clientOrderId))).toBeUndefined();
      });

      it('is rejected where it would reduce a position that is not there', async () => {
        expect((await errorOf(trading.placeOrder(draft('sell', { reduceOnly: true })))).code).toBe('rejected');
      });

      it('is rejected for an instrument that the venue does not list', async () => {
        const placement = draft('buy', { instrumentId: 'NOBODY-USDT-PERP' });
        expect((await errorOf(trading.placeOrder(placement))).code).toBe('rejected');
      });

      it('makes nothing while the venue is down', async () => {
        const placement = draft('buy');
        const comeBack = await venue.goDown();
        const error = await errorOf(trading.placeOrder(placement));
        await comeBack();
        expect(['outcome-unknown', 'retryable']).toContain(error.code);
        expect(await trading.fetchOrder(refer(placement.clientOrderId))).toBeUndefined();
      });

      if (answersGetLost) {
        it('says that the outcome is unknown when the answer is lost, and finds the order', async () => {
          const placement = draft('buy', { type: 'limit', timeInForce: 'GTC', limitPrice: await priceAt(0.98) });
          await venue.loseNextAnswer?.();
          expect((await errorOf(trading.placeOrder(placement))).code).toBe('outcome-unknown');
          expect((await trading.fetchOrder(refer(placement.clientOrderId)))?.order.status).toBe('working');
          expect(await openIds()).toEqual([placement.clientOrderId]);
        });
      }
    });

    describe('amendOrder', () => {
      it('changes quantity and price of a working order', async () => {
        const { clientOrderId } = await placeResting();
        const changes = { quantity: multiplyDecimals(venue.quantity, '2'), limitPrice: await priceAt(0.975) };
        const watched = await watchUntilLive(broker);
        await trading.amendOrder(refer(clientOrderId), changes);
        const told = await watched.order(clientOrderId, ({ quantity }) => quantity === changes.quantity);
        expect(told.order).toMatchObject({ ...changes, status: 'working' });
        watched.stop();
      });

      it('changes the trigger of a stop', async () => {
        const stop = draft('buy', { type: 'stop', triggerPrice: await priceAt(1.03) });
        await trading.placeOrder(stop);
        const triggerPrice = await priceAt(1.04);
        await trading.amendOrder({ ...refer(stop.clientOrderId), type: 'stop' }, { triggerPrice });
        expect((await trading.fetchOrder(refer(stop.clientOrderId)))?.order.triggerPrice).toBe(triggerPrice);
      });

      it('is rejected once the order has ended', async () => {
        const placement = draft('buy');
        await trading.placeOrder(placement);
        const error = await errorOf(trading.amendOrder(refer(placement.clientOrderId), { quantity: venue.quantity }));
        expect(error.code).toBe('rejected');
      });
    });

    describe('cancelOrder', () => {
      it('ends a working order, and is told', async () => {
        const watched = await watchUntilLive(broker);
        const { clientOrderId } = await placeResting();
        await trading.cancelOrder(refer(clientOrderId));
        const told = await watched.order(clientOrderId, ({ status }) => status === 'cancelled');
        expect(await trading.fetchOrder(refer(clientOrderId))).toEqual(told);
        expect(await openIds()).toEqual([]);
        watched.stop();
      });

      it('resolves for an order that had ended', async () => {
        const placement = draft('buy');
        await trading.placeOrder(placement);
        await trading.cancelOrder(refer(placement.clientOrderId));
        expect((await trading.fetchOrder(refer(placement.clientOrderId)))?.order.status).toBe('filled');
      });

      it('is rejected for an order that the venue never had', async () => {
        expect((await errorOf(trading.cancelOrder(refer('contract-nobody')))).code).toBe('rejected');
      });
    });

    describe('cancelAll', () => {
      it('ends every open order, conditional ones too, and leaves the stops of positions', async () => {
        const before = (await broker.fetchSnapshot()).positions;
        await placeResting();
        await trading.placeOrder(draft('buy', { type: 'stop', triggerPrice: await priceAt(1.03) }));
        await trading.cancelAll();
        expect(await openIds()).toEqual([]);
        const after = (await broker.fetchSnapshot()).positions;
        expect(before.some(({ stopLoss }) => stopLoss !== undefined)).toBe(true);
        expect(after.map(({ id, stopLoss, takeProfit }) => [id, stopLoss, takeProfit])).toEqual(
          before.map(({ id, stopLoss, takeProfit }) => [id, stopLoss, takeProfit]),
        );
      });

      it('ends those of one instrument where it is named', async () => {
        const other = [...trading.terms().values()].find(
          ({ id, kind, quote }) =>
            id !== venue.instrumentId && kind === 'perpetual' && quote === instrumentOf(venue.instrumentId).quote,
        );
        if (!other?.minQuantity) throw new Error('The venue lists no other perpetual.');
        const price = Number((await trading.fetchQuote(other.id)).markPrice);
        const steps = Math.ceil(
          Math.max(Number(other.minQuantity), (2 * Number(other.minNotional ?? '0')) / price) / Number(other.stepSize),
        );
        const quantity = multiplyDecimals(other.stepSize, String(steps));
        await placeResting();
        const kept = await placeResting({ instrumentId: other.id, quantity });
        await trading.cancelAll(venue.instrumentId);
        expect(await openIds()).toEqual([kept.clientOrderId]);
      });
    });

    describe('fetchOrders', () => {
      it('tells open and ended orders from a moment on, oldest change first', async () => {
        const early = await placeResting();
        const sinceMs = venueNow() + 1;
        await new Promise((resolve) => setTimeout(resolve, 5));
        const filled = draft('buy');
        await trading.placeOrder(filled);
        const late = await placeResting();
        await trading.cancelOrder(refer(early.clientOrderId));
        const orders = await trading.fetchOrders(sinceMs - 1);
        expect(orders.map(({ clientOrderId, order }) => [clientOrderId, order.status])).toEqual([
          [filled.clientOrderId, 'filled'],
          [late.clientOrderId, 'working'],
          [early.clientOrderId, 'cancelled'],
        ]);
        expect(await trading.fetchOrder(refer('contract-nobody'))).toBeUndefined();
      });

      it('follows the pages of a long list', async () => {
        const limitPrice = await priceAt(0.98);
        const placements = Array.from({ length: 60 }, () =>
          draft('buy', {
            type: 'limit',
            timeInForce: 'GTC',
            limitPrice,
            quantity: instrumentOf(venue.instrumentId).minQuantity ?? venue.quantity,
          }),
        );
        for (const placement of placements) await placePatiently(trading, placement);
        const ids = new Set(placements.map(({ clientOrderId }) => clientOrderId));
        expect(new Set(await openIds())).toEqual(ids);
        const listed = await trading.fetchOrders(venueNow() - 60_000);
        expect(new Set(listed.map(({ clientOrderId }) => clientOrderId))).toEqual(ids);
        expect(listed).toHaveLength(ids.size);
      });
    });

    describe('positions', () => {
      it('takes a stop, a target and a trailing stop, and takes them off again', async () => {
        await trading.placeOrder(draft('buy'));
        const [stopLoss, takeProfit] = [await priceAt(0.97), await priceAt(1.03)];
        const trailingStop = multiplyDecimals(instrumentOf(venue.instrumentId).tickSize, '5000');
        const subject = { instrumentId: venue.instrumentId, slot: 'net' } as const;
        const stopsOf = async () => {
          const position = (await broker.fetchSnapshot()).positions.find(({ id }) => id === positionId());
          return [position?.stopLoss, position?.takeProfit, position?.trailingStop];
        };
        await trading.setStops(subject, { stopLoss, takeProfit, trailingStop, triggerBy: 'mark' });
        expect(await stopsOf()).toEqual([stopLoss, takeProfit, trailingStop]);
        await trading.setStops(subject, { stopLoss, takeProfit: null });
        expect(await stopsOf()).toEqual([stopLoss, undefined, trailingStop]);
        expect(await openIds()).toEqual([]);
      });

      it('refuses stops where there is no position', async () => {
        const subject = { instrumentId: venue.instrumentId, slot: 'net' } as const;
        expect((await errorOf(trading.setStops(subject, { stopLoss: await priceAt(0.97) }))).code).toBe('rejected');
      });

      it('sets leverage, once and again', async () => {
        await trading.setLeverage(venue.instrumentId, '7');
        await trading.setLeverage(venue.instrumentId, '7');
        expect(await trading.fetchSettings(venue.instrumentId)).toEqual({ leverage: '7', positionMode: 'netting' });
        expect((await errorOf(trading.setLeverage(venue.instrumentId, '100000'))).code).toBe('rejected');
      });

      it('keeps the position mode while positions are open', async () => {
        await trading.setPositionMode('netting');
        expect((await errorOf(trading.setPositionMode('hedge'))).code).toBe('rejected');
        expect((await trading.fetchSettings(venue.instrumentId)).positionMode).toBe('netting');
      });
    });

    describe('history', () => {
      it('tells funding once, as the balance changed, under ids that stay', async () => {
        const sinceMs = venueNow() - 1_000;
        const { settle } = instrumentOf(venue.instrumentId);
        const balanceOf = async () =>
          (await broker.fetchSnapshot()).balances.find(({ currency }) => currency === settle)?.total ?? '0';
        const before = await balanceOf();
        await venue.payFunding();
        const after = await balanceOf();
        const changes = (await trading.fetchBalanceChanges(sinceMs)).filter(({ kind }) => kind === 'funding');
        const sum = changes.reduce((total, { amount }) => subtractDecimals(total, amount), after);
        expect(changes.length).toBeGreaterThan(0);
        // Venues round each figure that they tell to eight digits, so that the last of them may be one off for each.
        const apart = Math.abs(Number(subtractDecimals(sum, before)));
        expect(apart).toBeLessThan(1.01e-8 * (changes.length + 1));
        for (const change of changes) expect(broker.instruments().has(change.instrumentId ?? '')).toBe(true);
        const again = (await trading.fetchBalanceChanges(sinceMs)).filter(({ kind }) => kind === 'funding');
        expect(again).toEqual(changes);
      });

      it("tells the venue's own figure of a close", async () => {
        const sinceMs = venueNow() - 1_000;
        await trading.placeOrder(draft('buy'));
        const closing = draft('sell', { reduceOnly: true });
        await trading.placeOrder(closing);
        const ended = await trading.fetchOrder(refer(closing.clientOrderId));
        const closes = await trading.fetchCloses(sinceMs);
        expect(closes).toMatchObject([
          { instrumentId: venue.instrumentId, quantity: venue.quantity, venueOrderId: ended?.order.venueOrderId },
        ]);
      });
    });
  });
}

/** Waits where the venue asks for fewer requests. */
async function placePatiently(trading: TradingPort, placement: OrderPlacement): Promise<void> {
  for (;;) {
    try {
      await trading.placeOrder(placement);
      return;
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'rate-limited') throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
