import type { CommandHandler } from './command-handler.ts';

export const resumeAccount: CommandHandler<'resumeAccount'> = async (_payload, { session, writes }) => {
  const { paused, ...account } = session.account;
  if (!paused) return {};
  await writes.setPaused(session.claim, undefined);
  session.update(account);
  return { paused };
};
