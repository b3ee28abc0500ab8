import { toBrokerError } from '../broker-errors.ts';
import { loadExchangeClass } from '../load-exchange.ts';
import { isRecord } from './json.ts';
import type { Tally } from './tally.ts';

/** ccxt reads the recorded refusal of a stream's request as it reads the venue's, and we read the error it throws. */
export function checkRefusal(rows: readonly unknown[], tally: Tally): void {
  const Exchange = loadExchangeClass('bybit');
  const exchange = new Exchange({});
  for (const message of rows.filter(isRecord)) {
    const thrown: unknown[] = [];
    const client = {
      url: 'wss://venue/v5/private',
      futures: {},
      subscriptions: {},
      reject: (error: unknown) => thrown.push(error),
    };
    exchange.handleMessage(client, message);
    const error = toBrokerError(thrown[0], { venue: 'bybit', kind: 'read', secrets: [] });
    const expected = message['op'] === 'auth' ? 'unauthorized-at-broker' : 'rejected';
    tally.equal(`refused ${String(message['op'])}`, error.code, expected);
    tally.refused++;
  }
}
