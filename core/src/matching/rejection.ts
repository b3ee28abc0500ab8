import { AppError } from '../app-error.ts';
import type { EngineMarket } from './engine-market.ts';
import type { RejectCode, Rejection } from './outcome.ts';

/** Thrown inside a check and turned into an outcome at the engine's edge; never leaves the engine. */
export class RejectionError extends AppError {
  readonly rejection: Rejection;

  constructor(code: RejectCode, message: string) {
    super('rejected', message);
    this.rejection = { code, message };
  }
}

export function reject(code: RejectCode, message: string): never {
  throw new RejectionError(code, message);
}

export function readTicks(market: EngineMarket, price: string, name: string): number {
  const ticks = market.scale.ticks(price);
  if (ticks === undefined || ticks === 0) {
    reject('off-tick', `${name} ${price} is no multiple of the tick ${market.spec.tickSize} of ${market.id}.`);
  }
  return ticks;
}
