// What is on the page outlives a reload and the network.
import { CATALOG, drop, GOLDEN, ROLES } from './support/files';
import { stored } from './support/kept';
import { Playground } from './support/playground';
import { expect, test } from './support/test';

/** How many snapshots the browser keeps. */
const kept = async (on: Playground) => (await stored(on.page, 'snapshots')).length;

async function fill(on: Playground): Promise<void> {
  await on.paste(ROLES);
  await drop(on.page, CATALOG);
  await on.expectHash(GOLDEN);
  await expect.poll(() => kept(on)).toBe(1);
}

test('roles, snapshots, view and selection are there after a reload', async ({ page }) => {
  const on = await new Playground(page).open();
  await fill(on);
  await on.view('CSV');
  await on.roles.nth(1).click();
  await expect(page.getByRole('article', { name: 'Plan of analytics/rw' })).toBeVisible();
  const hash = await on.hash();
  await page.reload();
  await expect(page.getByRole('article', { name: 'Plan of analytics/rw' })).toBeVisible();
  await on.expectHash(hash);
  await expect(on.editor('CSV')).toBeVisible();
  expect(await on.text('CSV')).toBe(ROLES);
});

test('start over, and over a reload', async ({ page }) => {
  const on = await new Playground(page).open();
  await fill(on);
  await page.getByRole('button', { name: 'Start over' }).click();
  await expect(page.getByText('No role is desired yet')).toBeVisible();
  await page.reload();
  await expect(page.getByText('No role is desired yet')).toBeVisible();
  await on.panel('Catalog');
  await expect(page.getByRole('article')).toHaveCount(0);
});

test.describe('with a service worker', () => {
  test.use({ serviceWorkers: 'allow' });

  test('after its first load the page works without a network', async ({ page, context }) => {
    const on = await new Playground(page).open();
    await page.evaluate(() => navigator.serviceWorker.ready);
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
    await context.setOffline(true);
    await page.reload();
    await on.open();
    await fill(on);
    for (const panel of ['What if', 'Graph'] as const) await on.panel(panel);
    await expect(page.getByRole('region', { name: 'Graph of roles and privileges' })).toBeVisible();
    expect(await on.text('YAML')).toContain('resource_name: analytics');
    await on.write('CSV', ROLES.replace(';app', ''));
    await on.panel('Plan');
    await expect(on.checksum).not.toHaveText(GOLDEN);
  });
});
