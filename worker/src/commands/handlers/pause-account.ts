import type { CommandHandler } from './command-handler.ts';

export const pauseAccount: CommandHandler<'pauseAccount'> = async (_payload, { session, writes, actor, nowMs }) => {
  if (session.account.paused) return { paused: session.account.paused };
  const paused = { by: actor.name, atMs: nowMs };
  await writes.setPaused(session.claim, paused);
  session.update({ ...session.account, paused });
  return { paused };
};
