import type { Decimal } from '@tapedeck/core';
import type { BybitClient } from './bybit-client.ts';
import { named, readEach, type OnRefused } from './bybit-messages.ts';
import { riskLimitRowSchema } from './bybit-trading-wire.ts';
import { readWire } from './bybit-wire.ts';

/** By the address of the venue: public, the same for all accounts, and some forty pages long. */
const known = new Map<string, Promise<ReadonlyMap<string, Decimal>>>();

/** Maintenance margin of the smallest positions, by the venue's symbol; asked for once a process and venue. */
export function fetchMaintenanceRates(
  client: BybitClient,
  onRefused: OnRefused,
): Promise<ReadonlyMap<string, Decimal>> {
  const venue = client.publicUrl();
  const asked = known.get(venue) ?? readRates(client, onRefused);
  known.set(venue, asked);
  asked.catch(() => known.delete(venue));
  return asked;
}

async function readRates(client: BybitClient, onRefused: OnRefused): Promise<ReadonlyMap<string, Decimal>> {
  const pages = await client.allPages(
    (query) => client.exchange.publicGetV5MarketRiskLimit(query),
    { category: 'linear' },
    'Risk limits',
  );
  const read = (row: unknown) => readWire(riskLimitRowSchema, row, named('Risk limit', row, 'symbol'));
  const rows = pages.flatMap((page) => readEach(page.rows, read, onRefused));
  return new Map(rows.filter((row) => row.isLowestRisk === 1).map((row) => [row.symbol, row.maintenanceMargin]));
}
