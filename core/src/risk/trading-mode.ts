import type { TradingMode } from '../documents/desk-document.ts';

const severity: Record<TradingMode, number> = { ACTIVE: 0, REDUCING: 1, HALTED: 2 };

/** Of the desk's and the account's mode the one that lets less through. */
export function stricterMode(a: TradingMode, b: TradingMode): TradingMode {
  return severity[a] >= severity[b] ? a : b;
}
