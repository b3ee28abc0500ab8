import type { Locator, Page } from '@playwright/test';

export interface FilledTicket {
  readonly account: string;
  /** What is typed into the search, such as `LTC`. */
  readonly search: string;
  readonly side?: 'Buy' | 'Sell';
  readonly type?: string;
  readonly limitPrice?: string;
  readonly quantity: string;
}

/** The panel, whichever of its steps it shows. */
export function ticketOf(page: Page): Locator {
  return page.getByRole('dialog', { name: /^(?:New order|Review order|Order sent)$/ });
}

/** Opens the ticket by its key and fills it in; the first instrument that is found is taken. */
export async function fillTicket(page: Page, order: FilledTicket): Promise<Locator> {
  await page.keyboard.press('t');
  const ticket = ticketOf(page);
  await ticket.getByLabel('Account').selectOption({ label: `${order.account} (SIMULATED)` });
  await ticket.getByPlaceholder('Type a name, such as BTC').fill(order.search);
  await ticket.getByRole('listbox', { name: 'Instruments' }).getByRole('option').first().click();
  if (order.side === 'Sell') await ticket.getByRole('button', { name: 'Sell' }).click();
  if (order.type) await ticket.getByLabel('Type', { exact: true }).selectOption(order.type);
  if (order.limitPrice) await ticket.getByLabel('Limit price', { exact: true }).fill(order.limitPrice);
  await ticket.getByLabel('Quantity', { exact: true }).fill(order.quantity);
  await ticket.locator('[data-testid=quote-age][data-state=live]').waitFor();
  return ticket;
}

export async function reviewAndSend(ticket: Locator): Promise<void> {
  await ticket.getByRole('button', { name: 'Review order' }).click();
  await ticket.getByRole('button', { name: /^Send (?:buy|sell) order$/ }).click();
}

/** What became of the order that was sent. */
export function orderLife(ticket: Locator): Locator {
  return ticket.getByTestId('order-life');
}
