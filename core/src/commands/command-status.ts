/** States only move forward; the last five are final. */
export const commandStatuses = [
  'pending',
  'claimed',
  'executing',
  'succeeded',
  'failed',
  'rejected',
  'expired',
  'unknown',
] as const;
export type CommandStatus = (typeof commandStatuses)[number];

const rank: Record<CommandStatus, number> = {
  pending: 0,
  claimed: 1,
  executing: 2,
  unknown: 3,
  succeeded: 4,
  failed: 4,
  rejected: 4,
  expired: 4,
};

/** Whether a command in `from` may become `to`. `unknown` still ends in a known state; a known end never changes. */
export function mayFollow(from: CommandStatus, to: CommandStatus): boolean {
  return rank[to] > rank[from];
}

export function isFinal(status: CommandStatus): boolean {
  return rank[status] === 4;
}
