// Pictures of the main states. Not a test: SHOTS=1 makes those of docs/images, SHOTS=all every state in
// every colour and width, under web/test-results/shots.
import { join } from 'node:path';
import { REPOSITORY } from '../harness/paths.mjs';
import { caseFile, drop, ROLES } from './support/files';
import { Playground } from './support/playground';
import { writeReport } from './support/report';
import { expect, test } from './support/test';

const CLUSTERS = [
  caseFile('reference/plan-yaml/catalog.analytics.json'),
  caseFile('reference/plan-yaml/catalog.marketplace.json'),
];
const DRIFT = [
  caseFile('drift/database-out-of-scope/plan.yaml'),
  caseFile('drift/database-out-of-scope/catalog.json', 'catalog.app.json'),
];

/** The pictures in the documentation, by state, colours and width. */
const KEPT = [
  'welcome-light-1440',
  'plan-light-1440',
  'plan-dark-1440',
  'plan-light-400',
  'changes-light-1440',
  'what-if-dark-1440',
  'graph-light-1440',
  'report-light-1440',
];

test.skip(!process.env.SHOTS, 'SHOTS=1 takes pictures');

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [width, height] of [
    [1440, 900],
    [400, 800],
  ] as const) {
    test.describe(`${colorScheme}, ${width}×${height}`, () => {
      test.use({ colorScheme, viewport: { width, height } });

      test('pictures', async ({ page }, info) => {
        test.slow();
        const shoot = async (state: string) => {
          const name = `${state}-${colorScheme}-${width}`;
          const kept = KEPT.includes(name);
          if (!kept && process.env.SHOTS !== 'all') return;
          const folder = kept ? join(REPOSITORY, 'docs/images') : join(REPOSITORY, 'web/test-results/shots');
          // Without notices and what was replaced: they come and go.
          const dismiss = page.getByRole('button', { name: 'Dismiss', exact: true });
          await expect(async () => {
            if ((await dismiss.count()) > 0) await dismiss.first().click({ timeout: 1000 });
            expect(await dismiss.count()).toBe(0);
          }).toPass();
          await page.mouse.move(0, 0);
          await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
        };
        const on = await new Playground(page).visit();
        await expect(page.getByRole('region', { name: /^Example/ })).toBeVisible();
        await shoot('welcome');

        await on.paste(ROLES);
        await drop(page, ...CLUSTERS);
        await on.panel('Catalog');
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
}
