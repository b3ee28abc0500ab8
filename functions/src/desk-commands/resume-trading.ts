import { AppError, deskCommandTypes } from '@tapedeck/core';
import { deskCommand } from './desk-command.ts';
import {
  checkSeenEpoch,
  findStopNotifications,
  toNextState,
  toOrigin,
  toResolved,
  toStateHolder,
} from './trading-state.ts';

/** The only way out of HALTED, taken by somebody who saw the stop that is undone. */
export const resumeTrading = deskCommand(deskCommandTypes.resumeTrading, async (command) => {
  const holder = toStateHolder(command);
  const before = holder.stored.value.tradingState;
  checkSeenEpoch(command, holder);
  if (before.mode !== 'HALTED') {
    throw new AppError(
      'conflict',
      `Trading on ${holder.label} is not stopped: ${toOrigin(command, before)}. Nothing was changed.`,
      { details: { mode: before.mode, epoch: before.epoch } },
    );
  }
  const after = toNextState(before, { mode: command.payload.mode }, command);
  const notifications = await findStopNotifications(command);
  return {
    summary: `${command.actor.name} resumed trading on ${holder.label}, in the mode ${after.mode}.`,
    before: { tradingState: before },
    after: { tradingState: after },
    result: { epoch: after.epoch },
    apply: (batch) => {
      batch.update(holder.stored.ref, { tradingState: after }, { lastUpdateTime: holder.stored.updateTime });
      for (const ref of notifications) batch.update(ref, toResolved(command.atMs));
    },
  };
});
