import type { Firestore } from '@google-cloud/firestore';
import { documents } from '@tapedeck/core';
import { demoDeskId } from '../../scripts/stack/demo.ts';
import { expect, test } from './support/fixtures.ts';

async function liveState(admin: Firestore, field: string): Promise<unknown> {
  return (await admin.doc(documents.liveState(demoDeskId, 'main')).get()).get(field);
}

test('the owner forces a sync, follows it to its end, and the whole state is written', async ({
  openAs,
  venue,
  admin,
}) => {
  const page = await openAs('owner', { path: '/system' });
  await venue.freezePrices();
  await page.getByRole('button', { name: 'Force sync of Main' }).click();
  const life = page.getByTestId('command-stage');
  await expect(life).toContainText('Force sync:');
  await expect(life).toHaveAttribute('data-stage', 'succeeded');
  await expect.poll(() => liveState(admin, 'cause')).toBe('force-sync');
});

test('the queues of the worker stand on the System page', async ({ openAs }) => {
  const page = await openAs('viewer', { path: '/system' });
  const queues = page.getByRole('region', { name: 'Queues' });
  for (const name of ['Commands waiting', 'Commands running', 'Writes waiting'])
    await expect(queues.locator('dl > div').filter({ hasText: name })).toContainText(/\d+$/);
});

test('the owner pauses an account, which a colleague sees, and undoes it', async ({ openAs }) => {
  const owner = await openAs('owner', { path: '/system' });
  const trader = await openAs('trader', { path: '/positions' });
  const swing = trader.getByRole('rowheader', { name: 'Swing' });
  try {
    await owner.getByRole('button', { name: 'Pause syncing of Swing' }).click();
    await expect(owner.getByTestId('command-stage')).toHaveAttribute('data-stage', 'succeeded');
    await expect(swing).toContainText('Paused');
    await expect(owner.getByRole('button', { name: 'Force sync of Swing' })).toHaveAttribute('aria-disabled', 'true');
  } finally {
    await owner.getByRole('button', { name: 'Undo' }).click();
  }
  await expect(swing).toContainText('Live');
  await expect(owner.getByRole('button', { name: 'Pause syncing of Swing' })).toBeVisible();
});
