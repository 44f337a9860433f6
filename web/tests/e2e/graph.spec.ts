// Who is in what, and why a role can do something.
import { caseFile, drop } from './support/files';
import { Playground } from './support/playground';
import { expect, test } from './support/test';

test('the graph, the same as a list, and answers to why', async ({ page }) => {
  const on = await new Playground(page).open();
  await drop(
    page,
    caseFile('drift/schema-out-of-scope/plan.yaml'),
    caseFile('drift/schema-out-of-scope/catalog.json'),
  );
  await on.panel('Graph');
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
  await expect(page.getByText(/on app\.payroll: USAGE, SELECT \(removed by the plan\)/)).toBeVisible();
  await expect(page.getByText(/on app\.public: USAGE, SELECT \(kept\)/)).toBeVisible();

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
  await expect(page.getByRole('region', { name: 'Why can a role do that?' })).toContainText(/nowhere/);
});
