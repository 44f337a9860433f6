// The reference document, from a CSV of databases to every role Applied and every resource 3/3 Configured,
// in a browser, on a real server.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from '../e2e/support/axe';
import { drop } from '../e2e/support/files';
import { REPOSITORY } from '../harness/paths.mjs';
import { expect, fileOf, logIn, PASSWORD, test } from './support/hub';

test.describe.configure({ mode: 'serial' });
test.use({ viewport: { width: 1440, height: 900 } });

const PLAN = join(REPOSITORY, 'tests/reference/plan.yaml');
/** With DOCS=1 it is made anew. */
const PICTURE = join(REPOSITORY, 'docs/images/hub-provision-1440.png');
const ROLES = ['analytics/ro', 'analytics/rw', 'marketplace/ro'];
const RESOURCES = ['analytics', 'marketplace'];

const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
const roles = (page: Page) => page.getByRole('table', { name: 'Roles' });
const steps = (page: Page) => page.getByRole('list', { name: 'Setup' }).getByRole('button');

/** Whatever a finger or a mouse does, counted over all pages of the hub. */
async function presses(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const count = () => sessionStorage.setItem('presses', `${Number(sessionStorage.getItem('presses')) + 1}`);
    addEventListener('pointerdown', count, true);
  });
  return () => page.evaluate(() => Number(sessionStorage.getItem('presses')));
}

test('from an empty hub to every role applied, in eight clicks', async ({ page, hub }) => {
  test.setTimeout(180_000);
  const pressed = await presses(page);
  await page.goto(hub.admin_link);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByText('The inventory is empty')).toBeVisible();
  // The link is good once, and has left the address.
  expect(page.url()).not.toContain('#');

  // Step 1: the databases. This hub is on the machine of its servers, which takes an admin's yes.
  await drop(page, fileOf(hub, 'inventory.csv'));
  await expect(page.getByText('does not connect without an admin').first()).toBeVisible();
  await page.getByLabel(/Allow addresses of the hub/).click();
  await page.getByRole('button', { name: 'Import 2' }).click();
  for (const name of RESOURCES) await expect(row(page, name)).toContainText('1/3');
  await expect(steps(page).nth(1)).toHaveText('2Manage');

  // Step 2: their admin accounts, typed as in a spreadsheet.
  await page.getByRole('link', { name: 'Manage' }).click();
  await expect(page.getByLabel('Admin user of analytics')).toBeFocused();
  await page.keyboard.type(hub.cluster.user);
  await page.keyboard.press('Enter');
  await page.keyboard.type(hub.cluster.password);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+d');
  await page.keyboard.press('Enter');
  await page.keyboard.type('wrong');
  await page.getByRole('button', { name: 'Save 2' }).click();
  // One that is wrong loses no other, and is said where it stands.
  await expect(page.getByRole('alert')).toContainText('password');
  await expect(row(page, 'analytics')).toHaveCount(0);
  await page.getByLabel('Password of marketplace').fill(hub.cluster.password);
  await page.getByLabel('Password of marketplace').press('Control+Enter');
  await expect(page.getByText('Every resource has an admin account')).toBeVisible();
  await page.getByRole('link', { name: /^Provision \d/ }).click();

  // Step 3, Option A: the roles of a CSV.
  await drop(page, fileOf(hub, 'roles.csv'));
  await page.getByRole('button', { name: 'Plan 3' }).click();
  for (const role of ROLES)
    await expect(roles(page).getByRole('row', { name: role })).toContainText('Plan ready');
  await expect(page.getByText('CREATE ROLE "hoopdev_analytics_ro_6075a443"')).toBeVisible();
  // What is destructive takes its number.
  await expect(page.getByRole('button', { name: 'Apply 3' })).toBeDisabled();
  await page.getByLabel('Type 1 to confirm what is destructive').fill('1');
  await page.getByRole('button', { name: 'Apply 3' }).click();
  for (const role of ROLES)
    await expect(roles(page).getByRole('row', { name: role })).toContainText('Applied');
  expect(await pressed()).toBeLessThanOrEqual(8);
  if (process.env.DOCS) await page.screenshot({ path: PICTURE });

  // What was written is there after a reload, and so is what became of it.
  await page.reload();
  for (const role of ROLES)
    await expect(roles(page).getByRole('row', { name: role })).toContainText('Applied');
  await page.getByRole('link', { name: 'Inventory' }).click();
  for (const name of RESOURCES) await expect(row(page, name)).toContainText('3/3 Configured');
  await expect(steps(page).nth(3)).toHaveText('2Configured');
});

test('View session: the record, whole and verified, without a secret', async ({ page, hub }) => {
  await logIn(page, hub);
  await page.getByRole('link', { name: 'Sessions' }).click();
  await page
    .getByRole('row')
    .filter({ hasText: 'analytics/ro' })
    .filter({ hasText: 'apply' })
    .getByRole('link')
    .click();
  await expect(page.getByText(/^applied and verified in sync; the role can log in/)).toBeVisible();
  await expect(page.getByText('It is what was recorded', { exact: false })).toBeVisible();
  const record = await page.locator('pre').innerText();
  for (const part of ['config:', 'current_state:', 'sql_plan:']) expect(record).toContain(part);
  expect(record).not.toContain(hub.cluster.password);
  // The role's password is shown to whoever asks for it by name, and is gone with its drawer.
  await page.getByRole('button', { name: 'Show password' }).click();
  const drawer = page.getByRole('dialog', { name: 'Password of hoopdev_analytics_ro_6075a443' });
  const password = await drawer.locator('code').innerText();
  expect(password.length).toBeGreaterThan(20);
  expect(record).not.toContain(password);
  await drawer.getByRole('button', { name: 'Close', exact: true }).last().click();
  await expect(drawer).toHaveCount(0);
  expect(await page.content()).not.toContain(password);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: /^Download/ }).click();
  expect((await download).suggestedFilename()).toMatch(/^session-.*\.yaml$/);
});

test('Option B: the same roles as YAML are in sync, and nothing is left to apply', async ({ page, hub }) => {
  await logIn(page, hub);
  await page.getByRole('link', { name: 'Provision' }).click();
  await expect(page.getByRole('heading', { name: 'Provision roles' })).toBeVisible();
  await drop(page, { name: 'plan.yaml', content: readFileSync(PLAN, 'utf8') });
  await page.getByRole('button', { name: 'Plan 3' }).click();
  for (const role of ROLES)
    await expect(roles(page).getByRole('row', { name: role })).toContainText('In sync');
  await expect(page.getByRole('button', { name: /^Apply/ })).toHaveCount(0);
});

test('four eyes: what one plans, somebody else approves before it is applied', async ({
  page,
  hub,
  browser,
  problems,
}) => {
  test.setTimeout(120_000);
  await logIn(page, hub);
  await page.getByRole('link', { name: 'People' }).click();
  await page.getByLabel('Before it is applied, somebody else approves').selectOption('everything');
  await page.getByRole('button', { name: 'Add somebody' }).click();
  await page.getByLabel('Name').fill('bo');
  await page.getByLabel('Access', { exact: true }).selectOption('operator');
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog', { name: 'Link of bo' });
  const link = await drawer.locator('code').innerText();
  await drawer.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('row', { name: 'bo' })).toContainText('not yet');

  const context = await browser.newContext({ baseURL: hub.address });
  const bo = await context.newPage();
  await bo.goto(link);
  await bo.getByLabel('Password').fill('another horse, another battery');
  await bo.keyboard.press('Enter');
  await expect(bo.getByRole('heading', { name: 'Inventory' })).toBeVisible();
  // People are an admin's.
  await expect(bo.getByRole('link', { name: 'People' })).toHaveCount(0);
  await bo.getByRole('link', { name: 'Provision' }).click();
  await expect(bo.getByRole('heading', { name: 'Provision roles' })).toBeVisible();
  await drop(bo, {
    name: 'more.yaml',
    content: `items:
  - resource_name: analytics
    type: managed
    role: auditor
    scopes: [analytics.public]
    privileges: [SELECT]
`,
  });
  await bo.getByRole('button', { name: 'Plan 1' }).click();
  const auditor = (on: Page) => roles(on).getByRole('row', { name: 'analytics/auditor' });
  await expect(auditor(bo)).toContainText('Plan ready');
  await expect(bo.getByText('has to approve it before it is applied')).toBeVisible();
  await expect(bo.getByRole('button', { name: 'Approve' })).toHaveCount(0);
  await bo.getByRole('button', { name: 'Apply 1' }).click();
  await expect(auditor(bo)).toContainText('Failed');
  await expect(auditor(bo).getByRole('alert')).toContainText('approve');

  // The address of the plan is all that somebody else needs.
  await page.goto(new URL(bo.url()).pathname + new URL(bo.url()).search.replace(/&?apply=[^&]*/, ''));
  await page.getByLabel('Note').fill('for the audit');
  await page.getByRole('button', { name: 'Approve' }).click();
  await expect(page.getByRole('region', { name: 'Approval' })).toContainText('approved admin');
  await bo.reload();
  await expect(bo.getByRole('region', { name: 'Approval' })).toContainText('for the audit');
  await bo.getByRole('button', { name: 'Apply 1' }).click();
  await expect(auditor(bo)).toContainText('Applied');
  await context.close();

  // A person who is locked is out at once, and the rule is taken back for the tests after this one.
  await page.getByRole('link', { name: 'People' }).click();
  await page.getByRole('row', { name: 'bo' }).getByRole('button', { name: 'Lock' }).click();
  await expect(page.getByRole('row', { name: 'bo' })).toContainText('locked');
  await page.getByLabel('Before it is applied, somebody else approves').selectOption('nothing');
  expect(problems).toEqual([]);
});

test('a resource: its address, its account, and the way out', async ({ page, hub, problems }) => {
  const { host, port, user, password } = hub.cluster;
  await logIn(page, hub);
  await page.getByRole('button', { name: 'Add by hand' }).click();
  await page.getByLabel('Name').fill('spare');
  await page.getByLabel('Host').fill(host);
  await page.getByLabel('Port').fill('1');
  await page.getByLabel(/Allow an address/).check();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('button', { name: 'spare' }).click();
  const drawer = page.getByRole('dialog', { name: 'spare' });
  expect(page.url()).toContain('resource=spare');
  await drawer.getByLabel('Port').fill(`${port}`);
  await drawer.getByRole('button', { name: 'Save address' }).click();
  await expect(row(page, 'spare')).toContainText(`${host}:${port}`);
  await drawer.getByLabel('Admin user').fill(user);
  await drawer.getByLabel('Password').fill('wrong');
  await drawer.getByRole('button', { name: 'Store account' }).click();
  await expect(drawer.getByText('the password was not accepted')).toBeVisible();
  await drawer.getByLabel('Password').fill(password);
  await drawer.getByRole('button', { name: 'Store account' }).click();
  await expect(drawer.getByRole('button', { name: 'Replace account' })).toBeVisible();
  await expect(drawer.getByRole('button', { name: 'Remove from the inventory' })).toBeDisabled();
  await drawer.getByLabel('Type spare to remove it').fill('spare');
  await drawer.getByRole('button', { name: 'Remove from the inventory' }).click();
  await expect(drawer).toHaveCount(0);
  await expect(row(page, 'spare')).toHaveCount(0);
  // The account that was let in nowhere.
  expect(problems.splice(0).filter((problem) => !problem.includes('502'))).toEqual([]);
});

test('a program comes with a token, until that is revoked', async ({ page, hub, request }) => {
  await logIn(page, hub);
  await page.getByRole('link', { name: 'Tokens' }).click();
  await expect(page.getByText('No token yet')).toBeVisible();
  await page.getByRole('button', { name: 'Make a token' }).click();
  await page.getByLabel('What it is for').fill('the nightly report');
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog', { name: 'Token the nightly report' });
  const headers = { authorization: `Bearer ${await drawer.locator('code').innerText()}` };
  await drawer.getByRole('button', { name: 'Close' }).click();
  const ask = async () => (await request.get('/api/v1/resources', { headers })).status();
  expect(await ask()).toBe(200);
  const change = await request.post('/api/v1/plans', { headers, data: { items: [] } });
  expect(change.status()).toBe(403);
  await page.getByRole('button', { name: 'Revoke' }).click();
  await expect(row(page, 'the nightly report')).toContainText('revoked');
  expect(await ask()).toBe(401);
});

test('a job has an address, and says of each item how it stands', async ({ page, hub }) => {
  await logIn(page, hub);
  await page.getByRole('link', { name: 'Jobs' }).click();
  // The oldest is the plan of the first test, the one after it what was applied.
  await page.getByRole('link', { name: 'apply' }).last().click();
  await expect(page.getByRole('heading', { name: 'Job: apply' })).toBeVisible();
  for (const role of ROLES) await expect(row(page, role)).toContainText('Applied');
  await page.getByRole('link', { name: 'View session' }).first().click();
  await expect(page.getByText(/^applied and verified in sync/)).toBeVisible();
});

test('a tab that watches sees what another one does', async ({ page, hub, context }) => {
  await logIn(page, hub);
  await page.goto('/jobs');
  await expect(page.getByText('Live')).toBeVisible();
  const before = await page.getByRole('row').count();
  const other = await context.newPage();
  await other.goto('/provision');
  await expect(other.getByRole('heading', { name: 'Provision roles' })).toBeVisible();
  await drop(other, fileOf(hub, 'roles.csv'));
  await other.getByRole('button', { name: /^Plan \d/ }).click();
  await expect(page.getByRole('row')).toHaveCount(before + 1);
});

test('who logs out sees nothing, in any tab, and comes back to where they were', async ({
  page,
  hub,
  problems,
}) => {
  await logIn(page, hub);
  await page.goto('/sessions?kind=apply');
  await expect(page.getByRole('row').filter({ hasText: 'apply' }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Log out' }).click();
  await expect(page.getByRole('heading', { name: 'Log in to the hub' })).toBeVisible();
  await page.goto('/sessions?kind=apply');
  await expect(page.getByLabel('Name')).toBeVisible();
  await page.getByLabel('Name').fill('admin');
  await page.getByLabel('Password').fill('not the password');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toBeVisible();
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row').filter({ hasText: 'apply' }).first()).toBeVisible();
  expect(page.url()).toContain('/sessions?kind=apply');
  // The browser says of each no that there was one.
  for (const problem of problems.splice(0)) expect(problem).toContain('401');
});

for (const [look, options] of Object.entries({
  'light, 1440×900': { colorScheme: 'light', viewport: { width: 1440, height: 900 } },
  'dark, 400×800': { colorScheme: 'dark', viewport: { width: 400, height: 800 } },
} as const)) {
  test.describe(look, () => {
    test.use(options);
    test('every page is accessible and no wider than it is shown', async ({ page, hub }) => {
      test.setTimeout(120_000);
      await page.goto('/login');
      await expect(page.getByLabel('Name')).toBeVisible();
      await expectAccessible(page, 'login');
      await logIn(page, hub);
      for (const [path, settled] of Object.entries({
        '/inventory': '3/3 Configured',
        '/manage': 'Every resource has',
        '/provision': 'Nothing is planned yet',
        '/sessions': 'analytics/ro',
        '/jobs': 'plan',
        '/people': 'locked',
        '/tokens': 'revoked',
        '/nowhere': 'There is no such page',
      })) {
        await page.goto(path);
        await expect(page.locator('body')).toContainText(settled);
        await expectAccessible(page, path);
        await expectNoSidewaysScroll(page, path);
      }
    });
  });
}
