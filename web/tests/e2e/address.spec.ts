// Panel, role and part of the plan are in the address; what is written is not.
import type { Page } from '@playwright/test';
import { CATALOG, changed, drop, GOLDEN, ROLES } from './support/files';
import { untilKept } from './support/kept';
import { Playground } from './support/playground';
import { expect, test } from './support/test';

const hash = (page: Page) => new URLSearchParams(new URL(page.url()).hash.slice(1));

test('back, forward and reload go through what was looked at', async ({ page }) => {
  const on = await new Playground(page).open();
  await on.paste(ROLES);
  await drop(page, CATALOG);
  await on.expectHash(GOLDEN);
  expect(page.url()).not.toContain('panel=');

  await on.roles.nth(1).click();
  await expect.poll(() => hash(page).get('role')).toMatch(/^hoopdev_analytics_rw_/);
  await on.part('Undo');
  await expect.poll(() => hash(page).get('tab')).toBe('undo');
  await on.panel('Graph');
  await expect.poll(() => hash(page).get('panel')).toBe('graph');
  expect(hash(page).get('beside')).toBe('desired');

  await page.reload();
  await expect(page.getByRole('tab', { name: 'Graph' })).toHaveAttribute('aria-selected', 'true');
  await page.goBack();
  await expect(page.getByRole('article', { name: 'Plan of analytics/rw' })).toBeVisible();
  await expect(page.getByRole('tab', { name: 'Undo' })).toHaveAttribute('aria-selected', 'true');
  await page.goBack();
  await expect(page.getByRole('tab', { name: 'SQL' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('article', { name: 'Plan of analytics/rw' })).toBeVisible();
  await page.goForward();
  await expect(page.getByRole('tab', { name: 'Undo' })).toHaveAttribute('aria-selected', 'true');
});

test('an address opens in another tab, with the roles that are kept', async ({ page, context }) => {
  const on = await new Playground(page).open();
  await on.paste(ROLES);
  await drop(page, CATALOG);
  await on.expectHash(GOLDEN);
  await on.roles.nth(1).click();
  await on.part('Changes');
  await expect.poll(() => hash(page).get('tab')).toBe('changes');
  const other = new Playground(await context.newPage());
  await other.open(page.url());
  await expect(other.page.getByRole('article', { name: 'Plan of analytics/rw' })).toBeVisible();
  await expect(other.page.getByTestId('matrix')).toBeVisible();
  for (const secret of ['legacy', 'SELECT', 'pg_read_all_data']) expect(page.url()).not.toContain(secret);
});

test('typing is no move: the name of a role changes in place', async ({ page }) => {
  const on = await new Playground(page).open();
  await on.paste(ROLES);
  await drop(page, CATALOG);
  await on.roles.nth(1).click();
  await expect.poll(() => hash(page).get('role')).toMatch(/_rw_/);
  const steps = await page.evaluate(() => history.length);
  await on.fill('Role', 2, 'writer');
  await expect.poll(() => hash(page).get('role')).toMatch(/_writer_/);
  expect(await page.evaluate(() => history.length)).toBe(steps);
});

test('an address that names nothing there is leads to the first page', async ({ page }) => {
  const on = new Playground(page);
  await on.open('/#panel=graph&beside=nowhere&role=%00&tab=%F0');
  await expect(page.getByRole('tab', { name: 'Graph' })).toHaveAttribute('aria-selected', 'true');
  await on.open('/#panel=constructor');
  await expect(page.getByRole('tab', { name: /^Desired/ })).toHaveAttribute('aria-selected', 'true');
});

/** Somebody else opens a link to roles and their plans, without the snapshot that they were made on. */
async function linked(page: Page, stranger: () => Promise<Page>) {
  const mine = await new Playground(page).open();
  await mine.paste(ROLES);
  await drop(page, CATALOG);
  await mine.expectHash(GOLDEN);
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByText('Link copied')).toBeVisible();
  const theirs = new Playground(await stranger());
  await theirs.open(await mine.clipboard());
  const warning = theirs.page.getByText(/made on catalog\.json/);
  return { theirs, warning };
}

test('what is said of a link stands until it is dismissed', async ({ page, stranger }) => {
  const { theirs, warning } = await linked(page, stranger);
  await drop(theirs.page, changed(CATALOG, 'customers', 'clients'));
  await expect(warning).toContainText('the plan may differ');
  await untilKept(theirs.page, 'catalog.json');
  await theirs.page.reload();
  await expect(warning).toContainText('the plan may differ');
  const bar = theirs.page.getByRole('status').filter({ has: warning });
  await bar.getByRole('button', { name: 'Dismiss' }).click();
  await expect(warning).toHaveCount(0);
  await theirs.page.reload();
  await expect(theirs.roles).toHaveCount(3);
  await expect(warning).toHaveCount(0);
});

test('what is said of a link goes with its roles', async ({ page, stranger }) => {
  const { theirs, warning } = await linked(page, stranger);
  await expect(warning).toBeVisible();
  await drop(theirs.page, { name: 'roles.csv', content: ROLES.replace('rw,analytics', 'own,analytics') });
  await expect(warning).toHaveCount(0);
  await theirs.page.reload();
  await expect(theirs.roles).toHaveCount(3);
  await expect(warning).toHaveCount(0);
});
