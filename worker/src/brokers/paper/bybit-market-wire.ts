import * as z from 'zod';
import { decimal, milliseconds } from '../bybit-wire.ts';

/** Bybit's public market messages. Source: https://bybit-exchange.github.io/docs/v5/market/orderbook and beside it */
const level = z.tuple([decimal, decimal]);

export const bookSchema = z.object({ b: z.array(level), a: z.array(level) });

export const tradeRowSchema = z.object({
  execId: z.string().min(1),
  price: decimal,
  size: decimal,
  side: z.enum(['Buy', 'Sell']),
  time: milliseconds,
});

export const fundingRowSchema = z.object({ fundingRate: decimal, fundingRateTimestamp: milliseconds });
