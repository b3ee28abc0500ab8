import {
  AppError,
  compareDecimals,
  denyLeverage,
  isZero,
  toAppError,
  type Decimal,
  type PositionMode,
  type TradingCommandPayload,
} from '@tapedeck/core';
import type { AccountTrading } from '../account-trading.ts';
import type { CommandTicket } from '../command-ticket.ts';
import { DeniedError } from './check-intent.ts';
import { findPosition } from './position-orders.ts';

const confirmMs = 8_000;
const pauseMs = 250;

/** Sets stop, target and trailing stop of a position; resolves when the venue shows them. */
export async function setStops(
  trading: AccountTrading,
  payload: TradingCommandPayload<'setStops'>,
  ticket: CommandTicket,
): Promise<Record<string, never>> {
  const { accountId: _accountId, positionId, side, ...stops } = payload;
  const position = findPosition(trading, positionId, side);
  refuseWhileHalted(trading);
  await ticket.begin();
  await act(trading, ticket, () => trading.trading.setStops(position, stops));
  await confirmStops(trading, payload);
  return {};
}

export async function confirmStops(
  trading: AccountTrading,
  { positionId, side, stopLoss, takeProfit, trailingStop }: TradingCommandPayload<'setStops'>,
): Promise<Record<string, never>> {
  await confirm(
    trading,
    'The venue does not show the new stops. Look at the position and set them again.',
    async () => {
      trading.readAccount();
      await trading.pause(pauseMs);
      const stands = findPosition(trading, positionId, side);
      return (
        isAsWanted(stopLoss, stands.stopLoss) &&
        isAsWanted(takeProfit, stands.takeProfit) &&
        isAsWanted(trailingStop, stands.trailingStop)
      );
    },
  );
  return {};
}

export async function setLeverage(
  trading: AccountTrading,
  { instrumentId, leverage }: TradingCommandPayload<'setLeverage'>,
  ticket: CommandTicket,
): Promise<{ readonly leverage: Decimal }> {
  const { basis, rules } = trading;
  refuseWhileHalted(trading);
  const denial = denyLeverage(leverage, instrumentId, rules.limits.maxLeverage);
  if (denial) throw new DeniedError([denial]);
  const largest = basis.terms(instrumentId)?.maxLeverage;
  if (largest !== undefined && compareDecimals(leverage, largest) > 0) {
    throw new AppError('rejected', `${instrumentId} allows a leverage of ${largest}x at most. Nothing was changed.`);
  }
  await ticket.begin();
  await act(trading, ticket, () => trading.trading.setLeverage(instrumentId, leverage));
  return confirmLeverage(trading, { instrumentId, leverage });
}

export async function confirmLeverage(
  trading: AccountTrading,
  { instrumentId, leverage }: Pick<TradingCommandPayload<'setLeverage'>, 'instrumentId' | 'leverage'>,
): Promise<{ readonly leverage: Decimal }> {
  const { basis } = trading;
  await confirm(trading, 'The venue does not show the new leverage. Look at it and set it again.', async () => {
    await basis.readSettings(instrumentId);
    const stands = basis.leverage.get(instrumentId);
    return stands !== undefined && compareDecimals(stands, leverage) === 0;
  });
  return { leverage };
}

export async function setPositionMode(
  trading: AccountTrading,
  { mode }: TradingCommandPayload<'setPositionMode'>,
  ticket: CommandTicket,
): Promise<{ readonly mode: PositionMode }> {
  refuseWhileHalted(trading);
  const open = [...(trading.reading?.positions.values() ?? [])].length;
  if (open > 0 || trading.register.open.length > 0) {
    throw new AppError(
      'rejected',
      `The position mode can only be changed while nothing is open; ${open} positions and ${trading.register.open.length} orders are. Nothing was changed. Close and cancel them first.`,
    );
  }
  await ticket.begin();
  await act(trading, ticket, () => trading.trading.setPositionMode(mode));
  return confirmPositionMode(trading, { mode });
}

export async function confirmPositionMode(
  trading: AccountTrading,
  { mode }: Pick<TradingCommandPayload<'setPositionMode'>, 'mode'>,
): Promise<{ readonly mode: PositionMode }> {
  const { basis } = trading;
  const instrument = [...trading.trading.terms().values()].find(
    ({ kind, settle }) => kind === 'perpetual' && settle === 'USDT',
  );
  await confirm(trading, 'The venue does not show the new position mode. Look at it and set it again.', async () => {
    if (instrument) await basis.readSettings(instrument.id);
    return basis.positionMode === mode;
  });
  return { mode };
}

/** Sends a setting once; where its outcome is unknown, what the venue shows decides. */
async function act(trading: AccountTrading, ticket: CommandTicket, request: () => Promise<void>): Promise<void> {
  const { rules, guard, line } = trading;
  const { stamp } = rules;
  try {
    await line.run('exit', async () => {
      guard.check({ kind: 'exit', stamp, expiresAtMs: ticket.expiresAtMs });
      await request();
    });
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.code !== 'outcome-unknown') throw error;
    await ticket.unknown('The venue has not said whether the setting was changed. It is asked until it answers.');
  }
}

async function confirm(trading: AccountTrading, failed: string, isDone: () => Promise<boolean>): Promise<void> {
  const endMs = trading.clock.monotonicMs() + confirmMs;
  for (;;) {
    const done = await isDone().catch((error: unknown) => {
      if (toAppError(error).code === 'rejected') throw error;
      return false;
    });
    if (done) return;
    if (trading.clock.monotonicMs() > endMs) throw new AppError('retryable', failed);
    await trading.pause(pauseMs);
  }
}

function isAsWanted(wanted: Decimal | null | undefined, stands: Decimal | undefined): boolean {
  if (wanted === undefined) return true;
  if (wanted === null) return stands === undefined || isZero(stands);
  return stands !== undefined && compareDecimals(wanted, stands) === 0;
}

function refuseWhileHalted({ rules }: AccountTrading): void {
  if (rules.mode !== 'HALTED') return;
  throw new AppError(
    'rejected',
    'Trading is HALTED: only cancels go through. Nothing was changed. Owners and traders can resume trading on the Risk page.',
  );
}
