/** How a coin's price moves in the generator. */
export interface CoinCharacter {
  /** The level that the price returns to over months, in USDT. */
  readonly anchorPrice: number;
  /** Standard deviation of a day's log return. */
  readonly dailyVolatility: number;
  /** Share of its moves that is the market's: correlation with the common factor. */
  readonly correlation: number;
  /** What is traded in a quiet day, in USDT. */
  readonly dailyTurnover: number;
}

/** Round figures of the order of 2024 and 2025; the shape matters here, not the level. */
const characters: Readonly<Record<string, CoinCharacter>> = {
  BTC: { anchorPrice: 98_000, dailyVolatility: 0.024, correlation: 0.92, dailyTurnover: 9e9 },
  ETH: { anchorPrice: 3_400, dailyVolatility: 0.034, correlation: 0.86, dailyTurnover: 5e9 },
  SOL: { anchorPrice: 190, dailyVolatility: 0.044, correlation: 0.78, dailyTurnover: 2e9 },
  XRP: { anchorPrice: 2.3, dailyVolatility: 0.042, correlation: 0.66, dailyTurnover: 9e8 },
  BNB: { anchorPrice: 680, dailyVolatility: 0.027, correlation: 0.74, dailyTurnover: 4e8 },
  DOGE: { anchorPrice: 0.32, dailyVolatility: 0.05, correlation: 0.7, dailyTurnover: 8e8 },
  ADA: { anchorPrice: 0.9, dailyVolatility: 0.045, correlation: 0.72, dailyTurnover: 3e8 },
  AVAX: { anchorPrice: 38, dailyVolatility: 0.048, correlation: 0.74, dailyTurnover: 2e8 },
  LINK: { anchorPrice: 22, dailyVolatility: 0.046, correlation: 0.74, dailyTurnover: 2.5e8 },
  LTC: { anchorPrice: 105, dailyVolatility: 0.037, correlation: 0.72, dailyTurnover: 1.5e8 },
  DOT: { anchorPrice: 7, dailyVolatility: 0.043, correlation: 0.74, dailyTurnover: 1.2e8 },
  TRX: { anchorPrice: 0.25, dailyVolatility: 0.026, correlation: 0.5, dailyTurnover: 1e8 },
};

const unlisted: CoinCharacter = { anchorPrice: 12, dailyVolatility: 0.045, correlation: 0.6, dailyTurnover: 6e7 };

export function characterOf(base: string): CoinCharacter {
  return characters[base] ?? unlisted;
}
