import type { CommandHandler } from './command-handler.ts';

/** Ends when the fresh reading stands in Firestore. */
export const forceSync: CommandHandler<'forceSync'> = async (_payload, { session }) => {
  await session.forceSync();
  return {};
};
