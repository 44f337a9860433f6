// Who is in what, and why a role can do something.

import type { Page } from '@playwright/test';
import { expectNoSidewaysScroll } from './support/axe';
import { caseFile, drop } from './support/files';
import { Playground } from './support/playground';
import { expect, test } from './support/test';

/** Of a role that loses a schema. */
async function openGraph(page: Page): Promise<void> {
  const on = await new Playground(page).open();
  await drop(
    page,
    caseFile('drift/schema-out-of-scope/plan.yaml'),
    caseFile('drift/schema-out-of-scope/catalog.json'),
  );
  await on.panel('Graph');
}

test('the graph, the same as a list, and answers to why', async ({ page }) => {
  await openGraph(page);
  const graph = page.getByRole('region', { name: 'Graph of roles and privileges' });
  for (const node of [
    /^planned role hoopdev_app_ro_/,
    'database app',
    'schema app.payroll',
    'schema app.public',
  ]) {
    await expect(graph.getByLabel(node).first()).toBeVisible();
  }
  await graph.getByLabel('schema app.payroll').first().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Chosen' })).toContainText(/removed by the plan/);

  await page.getByRole('checkbox', { name: 'As a list' }).check();
  const held = page.getByRole('region', { name: 'What it holds itself' }).getByRole('listitem');
  await expect(held.filter({ hasText: /^app\.payroll/ })).toHaveText(/USAGE, SELECT.*removed/);
  await expect(held.filter({ hasText: /^app\.public/ })).toHaveText(/USAGE, SELECT.*kept/);

  const ask = async (object: string, when: 'before' | 'after') => {
    await page.getByLabel('Object').fill(object);
    await page.getByLabel('When').selectOption(when);
    await page.getByRole('button', { name: 'Why?' }).click();
    await expect(page.getByText(new RegExp(`^${when} the plan: SELECT on ${object}`, 'i'))).toBeVisible();
    return page.getByRole('region', { name: 'Why can a role do that?' }).getByRole('listitem');
  };
  await expect(await ask('app.payroll.salaries', 'before')).toHaveText([/^yes app\.payroll\.salaries \S+/]);
  await expect(await ask('app.payroll.salaries', 'after')).toHaveText([/^no app\.payroll\.salaries \S+/]);
  await expect(await ask('app.public.orders', 'after')).toHaveText([/^yes app\.public\.orders \S+/]);
  await ask('app.public.nowhere', 'after');
  const why = page.getByRole('region', { name: 'Why can a role do that?' });
  await expect(why).toContainText(/nowhere/);
  // What was asked is another question now: the answer to the former one is gone.
  await page.getByLabel('Object').fill('app.public.orders');
  await expect(why.getByRole('status')).toBeEmpty();
});

test('who reaches an object: chosen by a part of its name, drawn and as a list, with the keyboard alone', async ({
  page,
}) => {
  await openGraph(page);
  await page.getByRole('radio', { name: 'What the role reaches' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('combobox', { name: 'Who reaches' }).focus();
  await page.keyboard.type('salar');
  await expect(page.getByRole('listbox', { name: 'Who reaches' }).getByRole('option')).toHaveText([
    /^app\.payroll\.salaries/,
  ]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const graph = page.getByRole('region', { name: 'Graph of who reaches it' });
  await graph.getByLabel(/^table.* app\.payroll\.salaries$/).focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Chosen' })).toContainText(/SELECT/);

  await page.getByRole('checkbox', { name: 'As a list' }).check();
  const list = page.getByRole('region', { name: 'Who reaches it' });
  await expect(list.getByRole('listitem').filter({ hasText: /^hoopdev_app_ro_/ })).toContainText(
    /SELECT granted to it directly.*removed/,
  );
  await page.getByLabel('Privilege', { exact: true }).first().selectOption('INSERT');
  await expect(list.getByRole('listitem').filter({ hasText: /^hoopdev_app_ro_/ })).toHaveCount(0);

  await page.getByRole('combobox', { name: 'Who reaches' }).fill('app.nowhere');
  await page.getByRole('combobox', { name: 'Who reaches' }).press('Enter');
  await expect(page.getByRole('alert')).toContainText('`app.nowhere` is not on this cluster');
});

test('on a phone the list comes first, and nothing is beside the page', async ({ page }) => {
  await page.setViewportSize({ width: 400, height: 800 });
  await openGraph(page);
  const held = page.getByRole('region', { name: 'What it holds itself' });
  await expect(held.getByText('app.payroll')).toBeInViewport();
  await expectNoSidewaysScroll(page, 'graph on a phone');
  await page.getByRole('checkbox', { name: 'As a list' }).uncheck();
  await expect(page.getByRole('region', { name: 'Graph of roles and privileges' })).toBeVisible();
  await expectNoSidewaysScroll(page, 'graph on a phone, drawn');
});
