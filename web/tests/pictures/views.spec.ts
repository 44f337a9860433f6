// A picture of every view of the page, in every look.
import { join } from 'node:path';
import { drop } from '../e2e/support/files';
import { Playground } from '../e2e/support/playground';
import { writeReport } from '../e2e/support/report';
import { expect, test } from '../e2e/support/test';
import { FOLDER, fileOf, SIZES, type Size } from './looks';
import { SHOP_CATALOG, SHOP_ROLES } from './shop';

/** Takes SUPERUSER away, and grants. */
const ONCALL = 3;

for (const look of Object.keys(SIZES) as Size[]) {
  test.describe(look, () => {
    test.use(SIZES[look]);
    const { width } = SIZES[look].viewport;

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
      // Changes stand beside the SQL there, and are no part of their own.
      const wide = () => page.locator('[data-roomy]').isVisible();
      // As somebody who was never here, then as somebody who was.
      const on = await new Playground(page).visit();
      await expect(on.sql).toBeVisible({ visible: width > 1000 });
      await shoot('first page');
      await page.evaluate(() => localStorage.setItem('rolewright.looked', '{"begun":true}'));
      await on.open();
      await shoot('welcome');

      await on.paste(SHOP_ROLES);
      await drop(page, SHOP_CATALOG);
      await on.panel('Catalog');
      await expect(page.getByRole('article', { name: /^Snapshot/ })).toHaveCount(1);
      await shoot('catalog');
      await on.panel('Desired');
      if (width > 1000) await on.cell('Role', ONCALL + 1).focus();
      else {
        await on.panel('Plan');
        await page.getByRole('button', { name: /^All \d+ roles/ }).click();
        await shoot('list');
        await on.roles.nth(ONCALL).click();
      }
      await expect(on.sql).toContainText('NOSUPERUSER');
      await shoot('plan');
      await on.view('Grid');
      await shoot('grid');
      await on.view('YAML');
      await expect(on.editor('YAML')).toContainText('scopes');
      await shoot('yaml');
      await on.write('CSV', SHOP_ROLES.replace('SELECT;INSERT;', 'SELEKT;INSERT;'));
      await on.view('Grid');
      await expect(page.locator('[aria-invalid=true]')).toHaveCount(1);
      await shoot('fault');

      await on.write('CSV', SHOP_ROLES);
      await on.view('Grid');
      if (!(await wide())) await on.part('Changes');
      await expect(page.getByTestId('matrix')).toBeVisible();
      await shoot('changes');
      await on.part('Statements');
      await page.getByRole('radio', { name: /^Only revokes/ }).check();
      await shoot('statements');
      await on.part('Undo');
      await expect(page.getByTestId('undo')).toContainText('SUPERUSER');
      await shoot('undo');
      await on.panel('Graph');
      // A phone shows the list first.
      if (width > 1000)
        await expect(page.getByRole('region', { name: 'Graph of roles and privileges' })).toBeVisible();
      await page.getByLabel('Object').fill('shop.billing.*');
      await page.getByRole('button', { name: 'Why?' }).click();
      await expect(page.getByText(/^After the plan: SELECT on/)).toBeVisible();
      await shoot('graph');
      await page.getByText('The other way round').click();
      await page.getByRole('combobox', { name: 'Who reaches' }).fill('shop.billing.invoices');
      await page.keyboard.press('Enter');
      await expect(page.getByText(/something on table/)).toBeVisible();
      await shoot('graph of an object');

      await on.panel('What if');
      await page.getByRole('button', { name: /Keep the current desired state/ }).click();
      await expect(page.getByText(/are the same on both sides/)).toBeVisible();
      await on.write('CSV', SHOP_ROLES.replace('shop,SELECT;UPDATE', 'shop,SELECT;DELETE'));
      await on.panel('What if');
      await expect(page.getByTestId('sql-diff')).toBeVisible();
      await on.view('Grid');
      if (width < 1000) await on.panel('What if');
      await expect(page.getByText('The plans of 1 of 7 roles differ.')).toBeVisible();
      await shoot('what-if');
      await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
      await shoot('shortcuts');

      const report = info.outputPath('report.html');
      writeReport(report, SHOP_ROLES, SHOP_CATALOG, ['shop']);
      await page.goto(`file://${report}`);
      await expect(on.sql).toBeVisible();
      await shoot('report');
    });
  });
}
