import { randomUUID } from 'node:crypto';
import { collections, documents } from '@tapedeck/core';
import { demoDeskId } from '../../scripts/stack/demo.ts';
import { stackUrls } from './support/environment.ts';
import { expect, personOf, test } from './support/fixtures.ts';
import { idTokenOf } from './support/people.ts';
import { positionRow } from './support/shell.ts';

const reason = 'You are a viewer: you see everything and change nothing.';

test('a viewer sees all figures, and every control is off with its reason in sight', async ({ openAs, admin }) => {
  const page = await openAs('viewer', { path: '/positions' });
  await expect(positionRow(page, 'BTC/USDT')).toContainText('Long');
  await page.goto('/system');
  const commands = admin.collection(collections.commands(demoDeskId));
  const sentBefore = (await commands.count().get()).data().count;
  for (const name of ['Force sync of Main', 'Pause syncing of Main', 'Force sync of Swing', 'Pause syncing of Swing']) {
    const control = page.getByRole('button', { name });
    await expect(control).toHaveAttribute('aria-disabled', 'true');
    // Playwright waits for what is aria-disabled to become enabled; a person clicks all the same.
    await control.click({ force: true });
  }
  await expect(page.getByText(reason)).toBeVisible();
  await expect(page.getByTestId('command-stage')).toHaveCount(0);
  expect((await commands.count().get()).data().count).toBe(sentBefore);
});

test('a viewer who goes around the page is refused by the backend', async ({ admin }) => {
  const idToken = await idTokenOf(personOf('viewer'));
  const commandId = randomUUID();
  const response = await fetch(`${stackUrls.functions}/sendCommand`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${idToken}` },
    body: JSON.stringify({
      data: {
        deskId: demoDeskId,
        commandId,
        type: 'pauseAccount',
        payload: { accountId: 'main' },
        sentAtMs: Date.now(),
      },
    }),
  });
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ error: { status: 'PERMISSION_DENIED', message: /viewer/ } });
  expect((await admin.doc(documents.command(demoDeskId, commandId)).get()).exists).toBe(false);
});
