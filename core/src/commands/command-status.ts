/**
 * States only move forward; the last four are final, and `unknown` ends in one of them. `awaiting-approval`: the worker
 * found that a second member has to agree first.
 */
export const commandStatuses = [
  'pending',
  'claimed',
  'awaiting-approval',
  'executing',
  'unknown',
  'succeeded',
  'failed',
  'rejected',
  'expired',
] as const;
export type CommandStatus = (typeof commandStatuses)[number];

const rank: Record<CommandStatus, number> = {
  pending: 0,
  claimed: 1,
  'awaiting-approval': 2,
  executing: 3,
  unknown: 4,
  succeeded: 5,
  failed: 5,
  rejected: 5,
  expired: 5,
};

/** Whether a command in `from` may become `to`. `unknown` still ends in a known state; a known end never changes. */
export function mayFollow(from: CommandStatus, to: CommandStatus): boolean {
  return rank[to] > rank[from];
}

export function isFinal(status: CommandStatus): boolean {
  return rank[status] === 5;
}
