import { AppError, deskCommandTypes } from '@tapedeck/core';
import { deskCommand } from './desk-command.ts';
import { checkSeenEpoch, toNextState, toOrigin, toStateHolder } from './trading-state.ts';

/** Between ACTIVE and REDUCING. */
export const setTradingMode = deskCommand(deskCommandTypes.setTradingMode, (command) => {
  const { payload, actor } = command;
  const holder = toStateHolder(command);
  const before = holder.stored.value.tradingState;
  checkSeenEpoch(command, holder);
  if (before.mode === 'HALTED') {
    throw new AppError(
      'rejected',
      `Trading on ${holder.label} is HALTED: ${toOrigin(command, before)}. Nothing was changed. ` +
        'Resume trading on the Risk page, which asks you to type it.',
      { details: { mode: before.mode, epoch: before.epoch } },
    );
  }
  if (before.mode === payload.mode) {
    throw new AppError(
      'conflict',
      `Trading on ${holder.label} is ${payload.mode} already: ${toOrigin(command, before)}. Nothing was changed.`,
      { details: { mode: before.mode, epoch: before.epoch } },
    );
  }
  const after = toNextState(before, payload, command);
  const why = after.reason ? ` Reason: ${after.reason}.` : '';
  return {
    summary: `${actor.name} set trading on ${holder.label} from ${before.mode} to ${after.mode}.${why}`,
    before: { tradingState: before },
    after: { tradingState: after },
    result: { epoch: after.epoch },
    apply: (batch) => {
      batch.update(holder.stored.ref, { tradingState: after }, { lastUpdateTime: holder.stored.updateTime });
    },
  };
});
