export const defaultHeartbeatMs = 10_000;
/**
 * Past this age of the heartbeat everybody says "worker lost". 28 s, so that it is on screen within 30: a browser looks at
 * ages once a second, and the heartbeat's own way and the paint take the rest.
 */
export const workerLostMs = 28_000;

export const presenceBeatMs = 20_000;
/** A person whose beat is older than this watches no longer. */
export const presenceLapsedMs = 45_000;
