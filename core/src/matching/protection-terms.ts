import type { EngineMarket } from './engine-market.ts';
import type { ProtectionRequest, TriggerSource } from './order-types.ts';
import { readTicks } from './rejection.ts';

/** A protection request in ticks. Absent leaves as it is, null removes. */
export interface ProtectionTerms {
  readonly 'stop-loss'?: number | null;
  readonly 'take-profit'?: number | null;
  readonly 'trailing-stop'?: number | null;
  readonly activationTicks?: number;
  readonly stopLossBy: TriggerSource;
  readonly takeProfitBy: TriggerSource;
}

export function parseProtection(market: EngineMarket, request: ProtectionRequest): ProtectionTerms {
  const read = (price: string | null | undefined, name: string) =>
    price === null || price === undefined ? price : readTicks(market, price, name);
  const stopLoss = read(request.stopLoss, 'Stop loss');
  const takeProfit = read(request.takeProfit, 'Take profit');
  const trailingStop = read(request.trailingStop, 'Trailing stop');
  const activationTicks = read(request.trailingActivation, 'Trailing activation');
  return {
    ...(stopLoss !== undefined && { 'stop-loss': stopLoss }),
    ...(takeProfit !== undefined && { 'take-profit': takeProfit }),
    ...(trailingStop !== undefined && { 'trailing-stop': trailingStop }),
    ...(typeof activationTicks === 'number' && { activationTicks }),
    stopLossBy: request.stopLossBy ?? 'last',
    takeProfitBy: request.takeProfitBy ?? 'last',
  };
}
