import { AppError, toInstrumentId, toPositionId } from '@tapedeck/core';
import type { StartAccount } from '../config.ts';
import { hash32 } from '../market/random.ts';
import type { VenueInstrument } from '../market/instruments.ts';
import type { Venue } from './venue.ts';

const hourMs = 3_600_000;

type StartPosition = StartAccount['positions'][number];

/** One thing to do while accounts are opened; the engine takes them in the order of their times only. */
interface Step {
  readonly atMs: number;
  readonly act: (atMs: number) => void;
}

/** Opens accounts and gives them their start: balances by transfer, positions by trades at the prices of their time. */
export function openStartAccounts(venue: Venue, starts: readonly StartAccount[]): void {
  const steps = starts.flatMap((start) => stepsOf(venue, start));
  for (const step of steps.toSorted((a, b) => a.atMs - b.atMs)) step.act(step.atMs);
  venue.markPositions();
}

/** The same for one account while the venue is running: all of it happens now, positions at the prices of their time. */
export function openAccountNow(venue: Venue, start: StartAccount): void {
  for (const step of stepsOf(venue, start)) step.act(venue.clock.now());
  venue.markPositions();
}

function stepsOf(venue: Venue, start: StartAccount): readonly Step[] {
  const nowMs = venue.clock.now();
  const createdMs = nowMs - (Math.max(0, ...start.positions.map(({ hoursAgo }) => hoursAgo)) + 1) * hourMs;
  const open = {
    atMs: createdMs,
    act: (atMs: number) => {
      const uid = 100_000_000 + (hash32('uid', start.name) % 800_000_000);
      const { name, apiKey, apiSecret, mayWithdraw } = start;
      venue.openAccount({ name, uid, apiKey, apiSecret, createdMs: atMs, mayWithdraw }, start.positionMode, atMs);
      for (const [currency, amount] of Object.entries(start.balances)) {
        insist(venue.run(() => venue.engine.transfer(name, currency, amount, atMs)));
      }
    },
  };
  const positions = start.positions.map((position) => {
    const pricedMs = nowMs - position.hoursAgo * hourMs;
    return {
      atMs: pricedMs,
      act: (atMs: number) => {
        openPosition(venue, start.name, position, pricedMs, atMs);
      },
    };
  });
  return [open, ...positions];
}

function openPosition(venue: Venue, name: string, position: StartPosition, pricedMs: number, atMs: number): void {
  const instrument = venue.table.find(position.category, position.symbol);
  if (!instrument) {
    throw new AppError('invalid-input', `There is no ${position.category} instrument ${position.symbol}.`);
  }
  const instrumentId = toInstrumentId(instrument);
  insist(
    venue.run(() => venue.engine.setLeverage(name, instrumentId, position.leverage, atMs)),
    'not-modified',
  );
  const { last } = venue.prices.at(instrument, pricedMs);
  tradeAtOnePrice(venue, { account: name, instrument, side: position.side, size: position.size, ticks: last, atMs });
  const { stopLossRatio, takeProfitRatio } = position;
  if (stopLossRatio === undefined && takeProfitRatio === undefined) return;
  const hedged = venue.engine.accountSettings(name).positionMode === 'hedge';
  const slot = hedged ? (position.side === 'Buy' ? 'long' : 'short') : 'net';
  const priceAt = (ratio: number) => instrument.tick.format(Math.round(last * ratio));
  const protection = {
    ...(stopLossRatio === undefined ? {} : { stopLoss: priceAt(stopLossRatio) }),
    ...(takeProfitRatio === undefined ? {} : { takeProfit: priceAt(takeProfitRatio) }),
  };
  insist(venue.run(() => venue.engine.setProtection(name, toPositionId(instrumentId, slot), protection, atMs)));
}

/** A market order that meets all it wants at one price. */
export function tradeAtOnePrice(
  venue: Venue,
  trade: {
    account: string;
    instrument: VenueInstrument;
    side: 'Buy' | 'Sell';
    size: string;
    ticks: number;
    atMs: number;
    /** In hedge mode the position that it closes; opening ones follow from the side. */
    closes?: 'long' | 'short';
  },
): void {
  const { instrument, ticks, atMs } = trade;
  const instrumentId = toInstrumentId(instrument);
  const lots = instrument.step.countOf(trade.size);
  if (lots === undefined || lots === 0) {
    throw new AppError(
      'invalid-input',
      `${trade.size} is no multiple of ${instrument.symbol}'s step ${instrument.stepSize}.`,
    );
  }
  const level = [[ticks, lots] as const];
  const book = trade.side === 'Buy' ? { bids: [], asks: level } : { bids: level, asks: [] };
  venue.absorb(venue.engine.setBook(instrumentId, { bids: [], asks: [] }, atMs));
  venue.absorb(venue.engine.setMarkPrice(instrumentId, ticks, atMs));
  venue.absorb(venue.engine.setBook(instrumentId, book, atMs));
  const hedged = venue.engine.accountSettings(trade.account).positionMode === 'hedge';
  const opens = trade.side === 'Buy' ? 'long' : 'short';
  const outcome = venue.run(() =>
    venue.engine.submit(
      {
        accountId: trade.account,
        instrumentId,
        side: trade.side === 'Buy' ? 'buy' : 'sell',
        type: 'market',
        quantity: trade.size,
        slot: hedged ? (trade.closes ?? opens) : 'net',
        reduceOnly: trade.closes !== undefined,
      },
      atMs,
    ),
  );
  insist(outcome);
}

function insist(
  outcome: { readonly ok: true } | { readonly ok: false; readonly code: string; readonly message: string },
  tolerated?: string,
): void {
  if (!outcome.ok && outcome.code !== tolerated) throw new AppError('rejected', outcome.message);
}
