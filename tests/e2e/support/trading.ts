import { randomUUID } from 'node:crypto';
import type { Firestore } from '@google-cloud/firestore';
import { collections, isFinal, type CommandDocument, type TradingCommandName } from '@tapedeck/core';
import { expect, type Locator, type Page } from '@playwright/test';
import { demoDeskId } from '../../../scripts/stack/demo.ts';
import { stackUrls } from './environment.ts';
import { personOf } from './fixtures.ts';
import { idTokenOf } from './people.ts';
import type { Venue } from './venue.ts';

/** Sends a trading command as the demo desk's owner, past the page. */
export async function sendTrading(type: TradingCommandName, payload: object): Promise<void> {
  const response = await fetch(`${stackUrls.functions}/sendCommand`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await idTokenOf(personOf('owner'))}`,
    },
    body: JSON.stringify({
      data: { deskId: demoDeskId, commandId: randomUUID(), type, payload, sentAtMs: Date.now() },
    }),
  });
  if (!response.ok) throw new Error(`sendCommand answered ${response.status}: ${await response.text()}`);
}

/** Orders Cardano's perpetual on the demo's main account: a buy at the market, or what `parts` says instead. */
export function orderAda(quantity: string, parts: object = {}): Promise<void> {
  return sendTrading('placeOrder', {
    accountId: 'main',
    instrumentId: 'ADA-USDT-PERP',
    side: 'buy',
    type: 'market',
    quantity: { unit: 'base', value: quantity },
    ...parts,
  });
}

/** A price so far below the market that a buy order waits there, and near enough that no gate stops it. */
export async function restingPrice(venue: Venue, symbol: string, ratio = 0.97): Promise<string> {
  const last = await venue.lastPrice(symbol);
  const digits = last.split('.')[1]?.length ?? 0;
  // As it is stored: without the zeros that a tick size would show.
  return String(Number((Number(last) * ratio).toFixed(digits)));
}

/** The row of an order of an instrument, such as `ADA/USDT`. */
export function orderRow(page: Page, pair: string): Locator {
  return page.locator('tr[data-order]').filter({ hasText: pair });
}

/** What became of the act that was sent last from this part of a page. */
export async function expectDone(part: Page | Locator): Promise<void> {
  await expect(part.getByTestId('command-stage').last()).toHaveAttribute('data-stage', 'succeeded');
}

/** Cancels what a test left behind, and waits until no command of the desk is on its way. */
export async function cancelEverything(admin: Firestore, accounts: readonly string[]): Promise<void> {
  for (const accountId of accounts) await sendTrading('cancelAll', { accountId });
  await expect
    .poll(async () => {
      const { docs } = await admin.collection(collections.commands(demoDeskId)).get();
      return docs.filter((found) => !isFinal((found.data() as CommandDocument).status)).length;
    })
    .toBe(0);
}
