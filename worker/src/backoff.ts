export interface BackoffOptions {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** Pause before the next try after `failures` in a row: doubling up to a cap, spread by a quarter to either side. */
export function backoffMs(failures: number, options: BackoffOptions, random: () => number = Math.random): number {
  const plainMs = Math.min(options.maxMs, options.firstMs * 2 ** Math.min(30, Math.max(0, failures - 1)));
  return plainMs * (0.75 + random() / 2);
}
