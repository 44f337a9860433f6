// A picture of every view of the page, in every look.
import { join } from 'node:path';
import { caseFile, drop, ROLES } from '../e2e/support/files';
import { Playground } from '../e2e/support/playground';
import { writeReport } from '../e2e/support/report';
import { expect, test } from '../e2e/support/test';
import { FOLDER, fileOf, LOOKS, type Look } from './looks';

const CLUSTERS = [
  caseFile('reference/plan-yaml/catalog.analytics.json'),
  caseFile('reference/plan-yaml/catalog.marketplace.json'),
];
const DRIFT = [
  caseFile('drift/database-out-of-scope/plan.yaml'),
  caseFile('drift/database-out-of-scope/catalog.json', 'catalog.app.json'),
];

for (const look of Object.keys(LOOKS) as Look[]) {
  test.describe(look, () => {
    test.use(LOOKS[look]);
    const { width } = LOOKS[look].viewport;

    test(`views, ${look}`, async ({ page }, info) => {
      test.slow();
      const shoot = async (state: string) => {
        // Without notices and what was replaced: they come and go.
        const dismiss = page.getByRole('button', { name: 'Dismiss', exact: true });
        await expect(async () => {
          if ((await dismiss.count()) > 0) await dismiss.first().click({ timeout: 1000 });
          expect(await dismiss.count()).toBe(0);
        }).toPass();
        await page.mouse.move(0, 0);
        await page.screenshot({ path: join(FOLDER, fileOf(`view/${state}`, look)), animations: 'disabled' });
      };
      const on = await new Playground(page).open();
      await shoot('welcome');

      await on.paste(ROLES);
      await drop(page, ...CLUSTERS);
      await expect(page.getByRole('article', { name: /^Snapshot/ })).toHaveCount(2);
      await shoot('catalog');
      await on.panel('Desired');
      if (width > 1000) await on.cell('Role', 1).focus();
      else await on.panel('Plan');
      await expect(on.sql).toContainText('GRANT');
      await shoot('plan');
      await on.view('Grid');
      await shoot('grid');
      await on.view('YAML');
      await expect(on.editor('YAML')).toContainText('scopes');
      await shoot('yaml');
      await on.write('CSV', ROLES.replace('SELECT;INSERT', 'SELEKT;INSERT'));
      await on.view('Grid');
      await expect(page.locator('[aria-invalid=true]')).toHaveCount(1);
      await shoot('fault');

      await drop(page, ...DRIFT);
      await on.view('Grid');
      await on.part('Changes');
      await expect(page.getByTestId('matrix')).toBeVisible();
      await shoot('changes');
      await on.part('Statements');
      await page.getByRole('radio', { name: /^Only revokes/ }).check();
      await shoot('statements');
      await on.panel('Graph');
      await expect(page.getByRole('region', { name: 'Graph of roles and privileges' })).toBeVisible();
      await page.getByLabel('Object').fill('app.public.*');
      await page.getByRole('button', { name: 'Why?' }).click();
      await expect(page.getByText(/^After the plan: SELECT on/)).toBeVisible();
      await shoot('graph');
      await page.getByText('The other way round').click();
      await page.getByRole('combobox', { name: 'Who reaches' }).fill('app.public.orders');
      await page.keyboard.press('Enter');
      await expect(page.getByText(/something on table/)).toBeVisible();
      await shoot('graph of an object');

      await on.write('CSV', ROLES);
      await on.panel('What if');
      await page.getByRole('button', { name: /Keep the current desired state/ }).click();
      await expect(page.getByText(/are the same on both sides/)).toBeVisible();
      await on.write('CSV', ROLES.replace('app,SELECT', 'app,SELECT;DELETE'));
      await on.panel('What if');
      await expect(page.getByTestId('sql-diff')).toBeVisible();
      await on.view('Grid');
      if (width < 1000) await on.panel('What if');
      await expect(page.getByText('The plans of 1 of 3 roles differ.')).toBeVisible();
      await shoot('what-if');
      await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
      await shoot('shortcuts');

      const report = info.outputPath('report.html');
      writeReport(report);
      await page.goto(`file://${report}`);
      await expect(on.sql).toBeVisible();
      await shoot('report');
    });
  });
}
