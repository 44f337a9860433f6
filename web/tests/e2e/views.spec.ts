// Grid, YAML and CSV are views of one state, and undo goes through all of them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CASES } from '../harness/paths.mjs';
import { CATALOG, drop, GOLDEN, ROLES } from './support/files';
import { Playground } from './support/playground';
import { expect, test } from './support/test';

const PLAN = readFileSync(join(CASES, 'reference/analytics-ro/plan.yaml'), 'utf8');

test('an edit in one view is seen in the others, and undone from any', async ({ page }) => {
  const on = await new Playground(page).open();
  await drop(page, CATALOG);
  await on.write('YAML', PLAN);
  await on.expectHash(GOLDEN);
  const csv = await on.text('CSV');
  expect(csv).toContain('analytics,managed,ro,analytics.public;legacy;app,SELECT,');

  await on.write('CSV', csv.replace('SELECT', 'SELECT;INSERT'));
  await on.view('YAML');
  await expect(on.editor('YAML')).toContainText('- INSERT');
  await on.view('Grid');
  await expect(on.cell('Privileges', 1)).toHaveAccessibleName(/SELECT, INSERT$/);

  // Each edit is in another format than the one before: changes in one would join while they are quick.
  const yaml = await on.text('YAML');
  await on.write('YAML', yaml.replace('role: ro', 'role: reporting'));
  await expect(on.sql).toContainText('hoopdev_analytics_reporting_');
  await on.view('Grid');
  await on.fill('Role', 1, 'support');
  await on.view('YAML');
  await expect(on.editor('YAML')).toContainText('role: support');
  await expect(on.editor('YAML')).toContainText('- INSERT');
  await expect(on.sql).toContainText('GRANT INSERT, SELECT ON ALL TABLES');

  const tools = page.getByRole('toolbar', { name: 'Desired roles' });
  const undo = tools.getByRole('button', { name: 'Undo' });
  const redo = tools.getByRole('button', { name: 'Redo' });
  await undo.click();
  await expect(on.editor('YAML')).toContainText('role: reporting');
  await on.view('Grid');
  await undo.click();
  await expect(on.cell('Role', 1)).toHaveText('ro');
  await on.view('CSV');
  await undo.click();
  await expect(on.editor('CSV')).not.toContainText('INSERT');
  await on.expectHash(GOLDEN);
  // The text as it was written, comment and all.
  expect(await on.text('YAML')).toBe(PLAN);
  for (const role of ['ro', 'reporting', 'support']) {
    await redo.click();
    await on.view('Grid');
    await expect(on.cell('Role', 1)).toHaveText(role);
  }
  await expect(redo).toBeDisabled();
});

test('a broken YAML is kept, marked on its line, and planned as it was last sound', async ({ page }) => {
  const on = await new Playground(page).open();
  await drop(page, CATALOG);
  await on.write('YAML', PLAN);
  await on.expectHash(GOLDEN);
  const broken = PLAN.replace('privileges: [SELECT]', 'privileges: [SELECT');
  await on.write('YAML', broken);
  await expect(page.locator('.cm-lintRange-error')).not.toHaveCount(0);
  expect(await on.text('YAML')).toBe(broken);
  await on.expectHash(GOLDEN);
  await expect(page.getByText('plan of the last text without faults')).toBeVisible();

  await on.view('Grid');
  await expect(page.getByText('cannot be edited until that is repaired')).toBeVisible();
  await expect(on.cell('Role', 1)).toBeDisabled();
  await page.getByRole('button', { name: 'Go there' }).first().click();
  await expect(on.editor('YAML')).toBeFocused();

  const wrong = PLAN.replace('[SELECT]', '[SELEKT]');
  await on.write('YAML', wrong);
  const marked = page.locator('.cm-line', { has: page.locator('.cm-lintRange-error') });
  await expect(marked).toHaveText([/privileges: \[SELEKT\]/]);
  await on.write('YAML', PLAN);
  await expect(page.locator('.cm-lintRange-error')).toHaveCount(0);
});

test('comments that a CSV cannot hold are told of, and come back', async ({ page }) => {
  const on = await new Playground(page).open();
  await on.write('YAML', PLAN);
  const csv = await on.text('CSV');
  await on.write('CSV', csv.replace('managed,ro,', 'managed,other,'));
  await expect(page.getByText(/^The CSV that you edit took the place of your YAML/)).toBeVisible();
  await page.getByRole('button', { name: 'Bring it back' }).click();
  await on.view('Grid');
  await expect(on.cell('Role', 1)).toHaveText('ro');
  expect(await on.text('YAML')).toBe(PLAN);
});

test('rows copied from a spreadsheet', async ({ page }) => {
  const on = await new Playground(page).open();
  await on.paste(
    'analytics\tmanaged\tro\tapp;legacy\tSELECT\t\nanalytics\tmanaged\trw\tapp\t"SELECT;INSERT"\t\n',
  );
  await expect(on.rows).toHaveCount(2);
  await expect(on.cell('Scopes', 1)).toHaveAccessibleName(/app, legacy$/);
  // With a header, in another order, in a cell.
  await on.cell('Resource', 1).focus();
  await on.paste('role\tresource_name\ttype\tscopes\tprivileges\nadmin\tmarket\tmanaged\t"a ""b"""\tALL\n');
  await expect(on.rows).toHaveCount(3);
  await expect(on.cell('Resource', 3)).toHaveText('market');
  await expect(on.cell('Role', 3)).toHaveText('admin');
  await expect(on.cell('Resource', 1)).toHaveText('analytics');
  await on.view('CSV');
  await on.editor('CSV').press('Control+End');
  await on.paste('market\tmanaged\tlast\tapp\tSELECT\n');
  await on.view('Grid');
  await expect(on.rows).toHaveCount(4);
  await expect(on.cell('Role', 4)).toHaveText('last');
});

test('2,000 roles', async ({ page }) => {
  const on = await new Playground(page).open();
  const [header] = ROLES.split('\n');
  const lines = Array.from({ length: 2000 }, (_, i) => `analytics,managed,team ${i + 1},app,SELECT,`);
  await drop(page, { name: 'roles.csv', content: [header, ...lines, ''].join('\n') }, CATALOG);
  await expect(page.getByText('2,000 roles')).toBeVisible();
  await on.view('Grid');
  const grid = page.getByRole('grid', { name: 'Desired roles, a row each' });
  await expect(grid).toHaveAttribute('aria-rowcount', '2001');
  expect(await on.rows.count()).toBeLessThan(60);
  await page.getByLabel('Filter the rows').fill('team 1777');
  await expect(on.rows).toHaveCount(1);
  await on.cell('Role', 1777).focus();
  await expect(page.getByRole('article', { name: 'Plan of analytics/team 1777' })).toBeVisible();
  await on.fill('Role', 1777, 'squad');
  await expect(page.getByRole('article', { name: 'Plan of analytics/squad' })).toBeVisible();
  await expect(on.sql).toContainText('hoopdev_analytics_squad_');

  const list = page.getByRole('listbox', { name: 'Planned roles' });
  await list.press('End');
  await expect(page.getByRole('article', { name: 'Plan of analytics/team 2000' })).toBeVisible();
  await expect(on.roles.last()).toHaveAttribute('aria-posinset', '2000');
  await expect(on.roles.last()).toHaveAccessibleName(/out of sync, 1 credentials, 3 grants/);
});
