// A version that comes out while the page is open says so, and takes nothing along.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { DIST } from '../harness/paths.mjs';
import { serve } from '../harness/server.mjs';
import { CATALOG, drop, GOLDEN, ROLES } from './support/files';
import { Playground } from './support/playground';
import { expect, test } from './support/test';

test.use({ serviceWorkers: 'allow' });

const bar = (page: Page) => page.getByRole('status').filter({ hasText: 'new version of this page' });

test('a new version says so, and a reload keeps the work', async ({ page, context }, info) => {
  const site = info.outputPath('site');
  cpSync(DIST, site, { recursive: true });
  const server = await serve({ '/': site });
  await context.unrouteAll();

  const on = await new Playground(page).open(server.origin);
  await on.paste(ROLES);
  await drop(page, CATALOG);
  await on.expectHash(GOLDEN);
  const controlled = () => page.evaluate(() => navigator.serviceWorker.controller !== null);
  await expect.poll(controlled).toBe(true);
  await expect(bar(page)).toHaveCount(0);
  const other = new Playground(await context.newPage());
  await other.open(server.origin);
  await other.expectHash(GOLDEN);

  const worker = readFileSync(join(site, 'sw.js'), 'utf8');
  writeFileSync(
    join(site, 'sw.js'),
    worker
      .replace(/version:"[0-9a-f]+"/, 'version:"another"')
      .replace(/"version":"[0-9a-f]+"/, '"version":"another"'),
  );
  const html = readFileSync(join(site, 'index.html'), 'utf8');
  writeFileSync(join(site, 'index.html'), html.replace('<title>Rolewright', '<title>New Rolewright'));
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
  for (const tab of [on, other]) {
    await expect(bar(tab.page)).toContainText('This tab plans with the one before');
    await expect(tab.page).toHaveTitle(/^Rolewright/);
  }

  await on.view('Grid');
  await on.fill('Role', 2, 'writer');
  await bar(page).getByRole('button', { name: 'Reload' }).click();
  await expect(page).toHaveTitle(/^New Rolewright/);
  await expect(bar(page)).toHaveCount(0);
  await expect(on.cell('Role', 2)).toHaveText('writer');
  await expect(on.sql).toContainText('hoopdev_analytics_writer_');

  // The other tab is of the old version still, and says so; its parts can be loaded all the same.
  await expect(bar(other.page)).toContainText('Another tab has a new version');
  await other.panel('Graph');
  await expect(other.page.getByRole('region', { name: 'Graph of roles and privileges' })).toBeVisible();
  await bar(other.page).getByRole('button', { name: 'Reload' }).click();
  await expect(other.page).toHaveTitle(/^New Rolewright/);
  await server.close();
});
