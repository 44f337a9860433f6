// Roles are planned on a snapshot of their own resource, or on one that a person said is.
import { caseFile, drop, type TestFile } from './support/files';
import { untilKept } from './support/kept';
import { Playground } from './support/playground';
import { expect, test } from './support/test';

const ROLES = ['analytics', 'billing', 'crm'].map((name) => `${name},managed,ro,app,SELECT`);
const CSV = ['resource_name,type,role,scopes,permissions', ...ROLES, ''].join('\n');

function snapshot(name: string, resource?: string, more: object = {}): TestFile {
  const catalog = JSON.parse(String(caseFile('drift/stray-insert/catalog.json').content));
  return { name, content: JSON.stringify({ ...catalog, resource, ...more }) };
}

const bar = /wait for (theirs|its own)\./;

async function statuses(on: Playground): Promise<string[]> {
  await on.panel('Plan');
  return on.roles.evaluateAll((rows) =>
    rows.map((row) => /no snapshot|out of sync|in sync|failed|planning/.exec(row.ariaLabel ?? '')?.[0] ?? ''),
  );
}

async function opened(page: Parameters<typeof drop>[0], ...files: TestFile[]): Promise<Playground> {
  const on = await new Playground(page).open();
  await on.write('CSV', CSV);
  await drop(page, ...files);
  await on.panel('Catalog');
  await expect(page.getByRole('article', { name: /^Snapshot / })).toHaveCount(files.length);
  return on;
}

test('three clusters with one snapshot: two wait, until a person says so', async ({ page }) => {
  const on = await opened(page, snapshot('catalog.json', 'billing'));
  await expect(page.getByText(bar)).toHaveText(
    'catalog.json is a snapshot of billing. Roles of analytics and crm wait for theirs.',
  );
  const [waits, planned] = ['no snapshot', 'out of sync'];
  expect(await statuses(on)).toEqual([waits, planned, waits]);

  await page.getByRole('button', { name: 'It is of crm too' }).click();
  await expect(page.getByText(bar)).toContainText('Roles of analytics wait for its own.');
  await expect.poll(() => statuses(on)).toEqual([waits, planned, planned]);
  await on.roles.filter({ hasText: 'crm/ro' }).click();
  const said = page.getByText('a snapshot of billing, used by your word');
  await expect(said).toBeVisible();
  await on.roles.filter({ hasText: 'billing/ro' }).click();
  await expect(said).toHaveCount(0);
  await untilKept(page, 'catalog.json');
  await page.reload();
  await expect.poll(() => statuses(on)).toEqual([waits, planned, planned]);
});

test('what was said of a snapshot is undone like any change', async ({ page }) => {
  const on = await opened(page, snapshot('catalog.json', 'billing'));
  await page.getByRole('button', { name: 'It is of analytics too' }).click();
  await expect.poll(() => statuses(on)).toEqual(['out of sync', 'out of sync', 'no snapshot']);
  await on.panel('Desired');
  const tools = page.getByRole('toolbar', { name: 'Desired roles' });
  await tools.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => statuses(on)).toEqual(['no snapshot', 'out of sync', 'no snapshot']);
  await tools.getByRole('button', { name: 'Redo' }).click();
  await expect.poll(() => statuses(on)).toEqual(['out of sync', 'out of sync', 'no snapshot']);
  await expect(on.editor('CSV')).toContainText('crm');
});

test('one that names no resource serves one alone', async ({ page }) => {
  const on = await opened(page, snapshot('old.json'));
  await expect(page.getByText(bar)).toHaveText(
    'old.json does not say which resource it is of. It is taken for analytics. Roles of billing and crm wait for theirs.',
  );
  expect(await statuses(on)).toEqual(['out of sync', 'no snapshot', 'no snapshot']);
  await expect(page.getByText('the snapshot names no resource')).toBeVisible();
  await on.panel('Catalog');
  await page.getByRole('combobox', { name: 'for' }).selectOption('every resource');
  await expect(page.getByText(bar)).toHaveCount(0);
  await expect.poll(() => statuses(on)).toEqual(['out of sync', 'out of sync', 'out of sync']);
});

test('what a file says counts more than what it is called', async ({ page }) => {
  const on = await opened(page, snapshot('catalog.crm.json', 'billing'), snapshot('catalog.analytics.json'));
  await expect.poll(() => statuses(on)).toEqual(['out of sync', 'out of sync', 'no snapshot']);
});

test('a file of the same name says what it took the place of', async ({ page }) => {
  await opened(page, snapshot('catalog.json', undefined, { taken_at: '2020-01-02T03:04:05Z' }));
  const server = { version_num: 160004, system_identifier: '7300000000000000009' };
  await drop(page, snapshot('catalog.json', undefined, { server }));
  await expect(page.getByText(/^Another catalog\.json took the place of the one before/)).toHaveText(
    /\(PostgreSQL 15\.18, taken \d+ years ago\).* It is of another cluster\.$/,
  );
  await page.getByRole('button', { name: 'Bring it back' }).click();
  await expect(page.getByRole('article', { name: 'Snapshot catalog.json' })).toContainText('15.18');
});
