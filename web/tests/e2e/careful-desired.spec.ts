// A view that shows an earlier text never puts it in the place of a later one.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CASES } from '../harness/paths.mjs';
import { CATALOG, drop, GOLDEN, ROLES } from './support/files';
import { Hold } from './support/hold';
import { Playground } from './support/playground';
import { expect, test } from './support/test';

const PLAN = readFileSync(join(CASES, 'reference/analytics-ro/plan.yaml'), 'utf8');
const LATER = PLAN.replace('role: ro', 'role: reporting');

test('after a reload the grid waits for its rows', async ({ page }) => {
  const hold = await Hold.prepare(page);
  const on = await new Playground(page).open();
  await on.paste(ROLES);
  await expect(on.rows).toHaveCount(3);
  // What is kept when the page goes may come after the next one has begun; here it is to be there.
  await expect.poll(() => page.evaluate(() => JSON.stringify(localStorage))).toContain('marketplace');
  await hold.beginWithReload();
  await page.reload();
  const add = page.getByRole('button', { name: 'Add a role' });
  await expect(add).toBeDisabled();
  await add.dispatchEvent('click');
  await on.paste('a\tmanaged\tro\tapp\tSELECT\t\n');
  await expect(page.getByText('The rows were not pasted')).toBeVisible();
  await hold.end();
  await expect(on.rows).toHaveCount(3);
  await expect(on.cell('Role', 2)).toHaveText('rw');
  expect(await on.text('CSV')).toBe(ROLES);
  await on.view('Grid');
  await add.click();
  await expect(on.rows).toHaveCount(4);
});

test('a YAML edited while the planner is busy is not overwritten from the grid', async ({ page }) => {
  const hold = await Hold.prepare(page);
  const on = await new Playground(page).open();
  await on.write('YAML', PLAN);
  await on.view('Grid');
  await expect(on.cell('Role', 1)).toHaveText('ro');
  await on.view('YAML');
  await hold.begin();
  await on.write('YAML', LATER);
  await on.view('Grid');
  await expect(on.cell('Role', 1)).toHaveText('ro');
  await expect(on.cell('Role', 1)).not.toBeEditable();
  await on.cell('Type', 1).press('e');
  await on.cell('Role', 1).press('x');
  await page.getByRole('button', { name: 'Delete analytics/ro' }).dispatchEvent('click');
  await hold.end();
  await expect(on.cell('Role', 1)).toHaveText('reporting');
  await expect(on.cell('Role', 1)).toBeFocused();
  await expect(on.cell('Role', 1)).toBeEditable();
  await expect(on.cell('Type', 1)).toHaveText('managed');
  expect(await on.text('YAML')).toBe(LATER);
});

test('nor from the CSV', async ({ page }) => {
  const hold = await Hold.prepare(page);
  const on = await new Playground(page).open();
  await on.write('YAML', PLAN);
  await on.view('CSV');
  await expect(on.editor('CSV')).toContainText('managed,ro,');
  await on.view('YAML');
  await hold.begin();
  await on.write('YAML', LATER);
  await on.view('CSV');
  await expect(on.editor('CSV')).not.toBeEditable();
  await on.editor('CSV').focus();
  await page.keyboard.type('typed');
  await on.paste('a\tmanaged\tro\tapp\tSELECT\t\n');
  await hold.end();
  await expect(on.editor('CSV')).toContainText('managed,reporting,');
  await expect(on.editor('CSV')).toBeFocused();
  await expect(on.editor('CSV')).toBeEditable();
  await expect(on.editor('CSV')).not.toContainText('typed');
  expect(await on.text('YAML')).toBe(LATER);
});

test('an undo counts more than a cell that is still being written', async ({ page }) => {
  const hold = await Hold.prepare(page);
  const on = await new Playground(page).open();
  await on.write('YAML', PLAN);
  await drop(page, { name: 'plan.yaml', content: LATER });
  await on.view('Grid');
  await expect(on.cell('Role', 1)).toBeEditable();
  await expect(on.cell('Role', 1)).toHaveText('reporting');
  await hold.begin();
  await on.fill('Role', 1, 'late');
  await page.getByRole('toolbar', { name: 'Desired roles' }).getByRole('button', { name: 'Undo' }).click();
  await hold.end();
  await expect(on.cell('Role', 1)).toHaveText('ro');
  await expect(on.cell('Role', 1)).toBeEditable();
  expect(await on.text('YAML')).toBe(PLAN);
});

test('fast typing in a cell loses no letter, however late it is written', async ({ page }) => {
  const hold = await Hold.prepare(page);
  const on = await new Playground(page).open();
  await on.paste(ROLES);
  const cell = await on.input('Role', 1);
  await cell.fill('');
  await cell.pressSequentially('abcdefghijklmnopqrstuvwxyz');
  await expect(cell).toHaveValue('abcdefghijklmnopqrstuvwxyz');
  await hold.begin();
  await cell.pressSequentially('0123456789');
  await expect(cell).toHaveValue('abcdefghijklmnopqrstuvwxyz0123456789');
  await hold.end();
  await cell.pressSequentially('end');
  await expect(page.getByRole('article')).toHaveAccessibleName(/abcdefghijklmnopqrstuvwxyz0123456789end/);
  await expect(cell).toHaveValue('abcdefghijklmnopqrstuvwxyz0123456789end');
});

test('a plan is marked as an earlier one while the planner waits for a change', async ({ page }) => {
  const hold = await Hold.prepare(page);
  const on = await new Playground(page).open();
  await on.paste(ROLES);
  await drop(page, CATALOG);
  await on.expectHash(GOLDEN);
  const marked = page.getByText('plan of the last text without faults');
  const again = page.getByRole('button', { name: 'Plan again' });
  await hold.trap();
  await expect(again).toBeVisible();
  await expect(marked).toHaveCount(0);
  await hold.trap();
  await expect(page.getByText('It is waiting for a change')).toBeVisible();
  await expect(marked).toBeVisible();
  await again.click();
  await expect(marked).toHaveCount(0);
  await on.expectHash(GOLDEN);
});
