export const defaultHeartbeatMs = 10_000;
/** Past this age of the heartbeat every client says "worker lost": on screen, with a tick and a paint, within 30 s. */
export const workerLostMs = 28_000;

export const presenceBeatMs = 20_000;
/** A person whose beat is older than this watches no longer. */
export const presenceLapsedMs = 45_000;
