import { accountSnapshotSchema, instrumentSchema, subtractDecimals, type AppError } from '@tapedeck/core';
import type { Broker, Execution } from './broker.ts';
import { testMs, watchUntilLive } from './testing/watched-broker.ts';

/** A venue that the suite may act on from outside, with one account on it that holds positions and balances. */
export interface ContractVenue {
  /** A perpetual that the account may trade and holds no position in. */
  readonly instrumentId: string;
  /** A small quantity of it, in its step size. */
  readonly quantity: string;
  /** What no message may hold. */
  readonly secrets: readonly string[];
  /** A broker for the account that has not connected yet; with the wrong key, one that the venue refuses. */
  createBroker(key: 'right' | 'wrong'): Broker;
  /** Orders at the market as another program would: signed, positive buys. */
  order(signedQuantity: string): Promise<void>;
  /** Has every open position pay or receive funding. */
  payFunding(): Promise<void>;
  cutStreams(): Promise<void>;
  /** Refuses every request until the function returned is called. */
  goDown(): Promise<() => Promise<void>>;
  /** Sets the venue's clock so far ahead. */
  setClock(aheadMs: number): Promise<void>;
  stop(): Promise<void>;
}

/** What every broker does, whatever stands behind it. Run it once for each implementation; paper has no key. */
export function describeBroker(
  name: string,
  start: () => Promise<ContractVenue>,
  { hasKey = true }: { readonly hasKey?: boolean } = {},
): void {
  describe(`${name} as a broker`, () => {
    jest.setTimeout(testMs);
    let venue: ContractVenue;
    let broker: Broker;

    beforeEach(async () => {
      venue = await start();
      broker = venue.createBroker('right');
    });
    afterEach(async () => {
      await broker.close();
      await venue.stop();
    });

    const positionId = () => `${venue.instrumentId}_net`;

    describe('connect', () => {
      it('knows instruments that are whole, by their id', async () => {
        await broker.connect();
        expect(broker.instruments().size).toBeGreaterThan(0);
        for (const [id, instrument] of broker.instruments()) {
          expect(instrumentSchema.parse(instrument)).toEqual(instrument);
          expect(instrument.id).toBe(id);
        }
        expect(broker.instruments().has(venue.instrumentId)).toBe(true);
      });

      if (hasKey) {
        it('is refused with a wrong key, in words that hold no secret', async () => {
          const refused = venue.createBroker('wrong');
          const error = (await refused.connect().catch((thrown: unknown) => thrown)) as AppError;
          await refused.close();
          expect(error.code).toBe('unauthorized-at-broker');
          for (const secret of venue.secrets)
            expect(JSON.stringify([error.message, error.details])).not.toContain(secret);
        });
      }

      it('can be repeated', async () => {
        await broker.connect();
        await broker.connect();
        expect((await broker.fetchSnapshot()).positions.length).toBeGreaterThan(0);
      });
    });

    describe('fetchSnapshot', () => {
      it('is valid, and its parts agree with one another', async () => {
        await broker.connect();
        const snapshot = await broker.fetchSnapshot();
        expect(accountSnapshotSchema.parse(snapshot)).toEqual(snapshot);
        for (const { total, locked, free } of snapshot.balances) expect(subtractDecimals(total, locked)).toBe(free);
        expect(new Set(snapshot.balances.map(({ currency }) => currency)).size).toBe(snapshot.balances.length);
        expect(new Set(snapshot.positions.map(({ id }) => id)).size).toBe(snapshot.positions.length);
        for (const position of snapshot.positions) {
          const instrument = broker.instruments().get(position.instrumentId);
          expect(position).toMatchObject({
            tickSize: instrument?.tickSize,
            stepSize: instrument?.stepSize,
            contractSize: instrument?.contractSize,
          });
        }
        const { equity, walletBalance, unrealisedPnl } = snapshot.figures;
        if (equity === undefined || walletBalance === undefined || unrealisedPnl === undefined) return;
        const apart = subtractDecimals(subtractDecimals(equity, walletBalance), unrealisedPnl);
        expect(Math.abs(Number(apart))).toBeLessThan(0.000_01);
      });

      it('never goes back in the time of the venue', async () => {
        await broker.connect();
        const first = await broker.fetchSnapshot();
        const second = await broker.fetchSnapshot();
        expect(second.venueMs).toBeGreaterThanOrEqual(first.venueMs);
        expect(second.readMs).toBeGreaterThanOrEqual(first.readMs);
      });

      it('is retryable while the venue is down, and works once it is back', async () => {
        await broker.connect();
        const comeBack = await venue.goDown();
        await expect(broker.fetchSnapshot()).rejects.toMatchObject({ code: 'retryable' });
        await comeBack();
        expect((await broker.fetchSnapshot()).positions.length).toBeGreaterThan(0);
      });

      it('works on when the clock of the venue is set, and says by how much', async () => {
        await broker.connect();
        await venue.setClock(45_000);
        await broker.fetchSnapshot();
        expect(broker.clockSkewMs()).toBeGreaterThan(44_000);
        expect(broker.clockSkewMs()).toBeLessThan(46_000);
      });
    });

    describe('fetchExecutions', () => {
      it('leaves out funding, which moves the balance and is no fill', async () => {
        await broker.connect();
        const sinceMs = Date.now() + (broker.clockSkewMs() ?? 0) - 1_000;
        await venue.order(venue.quantity);
        const [before, fills] = [await broker.fetchSnapshot(), await broker.fetchExecutions(sinceMs)];
        await venue.payFunding();
        const after = await broker.fetchSnapshot();
        expect(after.figures.walletBalance).not.toBe(before.figures.walletBalance);
        expect(fills.length).toBeGreaterThan(0);
        expect(await broker.fetchExecutions(sinceMs)).toEqual(fills);
      });
    });

    describe('watch', () => {
      it('tells of a position that is opened, changed and closed by another program', async () => {
        await broker.connect();
        const watched = await watchUntilLive(broker);
        await venue.order(venue.quantity);
        const opened = await watched.position(positionId(), (position) => position !== undefined);
        expect(opened).toMatchObject({ side: 'long', quantity: venue.quantity });
        await venue.order(venue.quantity);
        await watched.position(
          positionId(),
          (position) => position?.quantity !== venue.quantity && position !== undefined,
        );
        const snapshot = await broker.fetchSnapshot();
        const polled = snapshot.positions.find(({ id }) => id === positionId());
        expect(polled?.quantity).toBe(subtractDecimals(venue.quantity, `-${venue.quantity}`));
        await venue.order(`-${polled?.quantity ?? ''}`);
        await watched.position(positionId(), (position) => position === undefined);
        expect((await broker.fetchSnapshot()).positions.map(({ id }) => id)).not.toContain(positionId());
        watched.stop();
      });

      it('tells of each fill once, as the list of executions has it', async () => {
        await broker.connect();
        const sinceMs = Date.now() + (broker.clockSkewMs() ?? 0) - 1_000;
        const watched = await watchUntilLive(broker);
        await venue.order(venue.quantity);
        await venue.order(`-${venue.quantity}`);
        const told = await watched.executions((all) => sumOf(all, 'sell') >= Number(venue.quantity));
        const listed = (await broker.fetchExecutions(sinceMs)).filter(
          ({ fill }) => fill.instrumentId === venue.instrumentId,
        );
        expect(listed.map(({ fill }) => fill)).toEqual(told.map(({ fill }) => fill));
        expect(new Set(told.map(({ fill }) => fill.id)).size).toBe(told.length);
        for (const { fill, positionId: id, closedQuantity } of told) {
          expect(id).toBe(positionId());
          expect(closedQuantity).toBe(fill.side === 'sell' ? fill.quantity : undefined);
        }
        watched.stop();
      });

      it('comes back after the connection is cut, and says so', async () => {
        await broker.connect();
        const watched = await watchUntilLive(broker);
        await venue.cutStreams();
        await watched.link((links) => links.filter((link) => link === 'live').length === 2);
        expect(watched.links).toEqual(['connecting', 'live', 'connecting', 'live']);
        await venue.order(venue.quantity);
        await watched.position(positionId(), (position) => position !== undefined);
        watched.stop();
      });

      it('signs in by the clock of the venue', async () => {
        await venue.setClock(45_000);
        await broker.connect();
        const watched = await watchUntilLive(broker);
        watched.stop();
      });

      it('may begin before connecting', async () => {
        const watching = watchUntilLive(broker);
        await broker.connect();
        (await watching).stop();
      });

      it('is over when stopped', async () => {
        await broker.connect();
        const watched = await watchUntilLive(broker);
        watched.stop();
        expect(watched.links.at(-1)).toBe('off');
        const heard = watched.events.length;
        await venue.order(venue.quantity);
        await broker.fetchSnapshot();
        expect(watched.events).toHaveLength(heard);
      });
    });
  });
}

function sumOf(executions: readonly Execution[], side: 'buy' | 'sell'): number {
  return executions.filter(({ fill }) => fill.side === side).reduce((sum, { fill }) => sum + Number(fill.quantity), 0);
}
