// What a reader does with a plan: filter its statements, see how to take it back, take its document along.
import { readFile } from 'node:fs/promises';
import { caseFile, drop } from './support/files';
import { Playground } from './support/playground';
import { planner } from './support/report';
import { expect, test } from './support/test';

const PLAN = caseFile('drift/other-privileges-altogether/plan.yaml');
const CATALOG = caseFile('drift/other-privileges-altogether/catalog.json');

async function planned() {
  const wasm = await planner();
  const snapshot = wasm.Snapshot.read(Buffer.from(CATALOG.content));
  const [first] = wasm.readYaml(String(PLAN.content)).items;
  if (!first) throw new Error('the case has no item');
  return { snapshot, plan: snapshot.plan(first.item) };
}

test('only the statements that revoke', async ({ page }) => {
  const on = await new Playground(page).open();
  await drop(page, PLAN, CATALOG);
  const { snapshot, plan } = await planned();
  const { steps } = plan.details(snapshot);
  const revokes = steps.filter(({ risk }) => risk === 'revokes').map(({ sql }) => sql);
  expect(revokes.length).toBeGreaterThan(0);
  expect(revokes.length).toBeLessThan(steps.length);

  await on.part('Statements');
  const shown = page.getByRole('tabpanel', { name: 'Statements' }).getByRole('listitem').locator('pre');
  await expect(shown).toHaveText(steps.map(({ sql }) => sql));
  await page.getByRole('radio', { name: /^Only revokes/ }).check();
  await expect(shown).toHaveText(revokes);
  await page.getByRole('radio', { name: /^All/ }).check();
  await page.getByLabel('Filter statements by text').fill('nothing has this in it');
  await expect(page.getByText('No statement matches')).toBeVisible();
});

test('the SQL that takes the plan back', async ({ page }) => {
  const on = await new Playground(page).open();
  await drop(page, PLAN, CATALOG);
  const { snapshot, plan } = await planned();
  await on.part('Undo');
  await expect(page.getByTestId('undo')).toContainText('GRANT');
  expect(await page.getByTestId('undo').evaluate((element) => element.textContent)).toBe(
    plan.details(snapshot).undo_sql,
  );
});

test('the session document on the page, downloaded and of the planner are one', async ({ page }) => {
  const on = await new Playground(page).open();
  await drop(page, PLAN, CATALOG);
  await on.part('Document');
  const shown = (await page.getByTestId('document').evaluate((element) => element.textContent)) ?? '';
  const sid = /^sid: ([0-9a-f-]{36})$/m.exec(shown)?.[1] ?? '';
  const { snapshot, plan } = await planned();
  expect(shown).toBe(plan.document(snapshot, sid));
  const downloading = page.waitForEvent('download');
  await page
    .getByRole('button', { name: /^Download .*\.yaml$/ })
    .last()
    .click();
  expect(await readFile(await (await downloading).path(), 'utf8')).toBe(shown);
});
