export const defaultHeartbeatMs = 10_000;
/** Past this age of the heartbeat every client says "worker lost". */
export const workerLostMs = 30_000;

export const presenceBeatMs = 20_000;
/** A person whose beat is older than this watches no longer. */
export const presenceLapsedMs = 45_000;
