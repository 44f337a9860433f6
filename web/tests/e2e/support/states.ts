// Every state of the page, and how to come from one to the next.
import type { Page, TestInfo } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './axe';
import { caseFile, drop, ROLES } from './files';
import { Playground } from './playground';
import { openReport } from './report';
import { expect, test } from './test';

const DRIFT = [
  caseFile('drift/schema-out-of-scope/plan.yaml'),
  caseFile('drift/schema-out-of-scope/catalog.json'),
];

const STATES: Record<string, (on: Playground) => Promise<unknown>> = {
  'first visit': async (on) => {
    await expect(on.page.getByRole('heading', { name: /Preview what/ })).toBeVisible();
    await expect(on.page.getByRole('region', { name: /^Example/ })).toBeVisible();
  },
  empty: async (on) => {
    await on.page.getByRole('button', { name: 'Begin with your own' }).first().click();
    await expect(on.page.getByRole('button', { name: 'Open an example' })).toBeVisible();
  },
  'catalog without a snapshot': (on) => on.panel('Catalog'),
  'no snapshot yet': async (on) => {
    await on.panel('Desired');
    await on.paste(ROLES);
    await expect(on.rows).toHaveCount(3);
    await on.panel('Plan');
    await expect(on.page.getByText('There is no catalog of analytics yet')).toBeVisible();
  },
  grid: (on) => on.view('Grid'),
  'grid, cell open': async (on) => {
    await on.input('Scopes', 1);
  },
  csv: async (on) => {
    await on.view('CSV');
    await expect(on.editor('CSV')).toBeVisible();
  },
  faults: async (on) => {
    await on.write('CSV', ROLES.replace('SELECT;INSERT', 'SELEKT;INSERT').replace('external', 'extrnal'));
    await expect(on.page.locator('.cm-lintRange-error')).toHaveCount(2);
  },
  'faults in the grid': async (on) => {
    await on.view('Grid');
    await expect(on.page.locator('[aria-invalid=true]').first()).toBeVisible();
  },
  yaml: async (on) => {
    await drop(on.page, ...DRIFT);
    await on.view('YAML');
    await expect(on.editor('YAML')).toBeVisible();
  },
  catalog: async (on) => {
    await on.panel('Catalog');
    await expect(on.page.getByRole('article', { name: 'Snapshot catalog.json' })).toBeVisible();
  },
  sql: async (on) => {
    await on.part('SQL');
    await expect(on.sql).toContainText('REVOKE');
  },
  changes: async (on) => {
    await on.part('Changes');
    await expect(on.page.getByTestId('matrix')).toBeVisible();
  },
  statements: async (on) => {
    await on.part('Statements');
    await expect(on.page.getByRole('radio', { name: /Only revokes/ })).toBeVisible();
  },
  undo: async (on) => {
    await on.part('Undo');
    await expect(on.page.getByTestId('undo')).toBeVisible();
  },
  document: async (on) => {
    await on.part('Document');
    await expect(on.page.getByTestId('document')).toBeVisible();
  },
  'what if': async (on) => {
    await on.panel('What if');
    await on.page.getByRole('button', { name: /Keep the current desired state/ }).click();
    await expect(on.page.getByText(/are the same on both sides/)).toBeVisible();
    await on.write('YAML', String(DRIFT[0]?.content).replace('[SELECT]', '[SELECT, UPDATE]'));
    await on.panel('What if');
    await expect(on.page.getByTestId('sql-diff')).toBeVisible();
  },
  'two snapshots': async (on) => {
    await drop(on.page, caseFile('drift/everything-lost/catalog.json', 'other.json'));
    await expect(on.page.getByText('other.json is read')).toBeVisible();
    await on.panel('What if');
    await on.page.getByRole('radio', { name: 'Two snapshots' }).click();
    await expect(on.page.getByTestId('sql-diff')).toBeVisible();
  },
  graph: async (on) => {
    await on.panel('Graph');
    // A phone shows the list first.
    await on.page.getByRole('checkbox', { name: 'As a list' }).uncheck();
    await expect(on.page.getByRole('region', { name: 'Graph of roles and privileges' })).toBeVisible();
    await on.page.getByLabel('Object').fill('app.public.*');
    await on.page.getByRole('button', { name: 'Why?' }).click();
    await expect(on.page.getByText(/^After the plan: SELECT on/)).toBeVisible();
  },
  'graph as a list': (on) => on.page.getByRole('checkbox', { name: 'As a list' }).check(),
  'who reaches an object, as a list': async (on) => {
    await on.page.getByText('The other way round').click();
    await on.page.getByRole('combobox', { name: 'Who reaches' }).fill('app.public.orders');
    await on.page.keyboard.press('Enter');
    await expect(on.page.getByRole('region', { name: 'Who reaches it' })).toBeVisible();
  },
  'who reaches an object': async (on) => {
    await on.page.keyboard.press('Escape');
    await on.page.getByRole('checkbox', { name: 'As a list' }).uncheck();
    await expect(on.page.getByRole('region', { name: 'Graph of who reaches it' })).toBeVisible();
  },
  'something replaced': async (on) => {
    await on.page.getByRole('button', { name: 'Start over' }).click();
    await expect(on.page.getByRole('button', { name: 'Bring them back' })).toBeVisible();
  },
  history: async (on) => {
    await on.page.getByRole('button', { name: 'History', exact: true }).first().click();
    await expect(on.page.getByRole('list', { name: 'Kept states' })).toBeVisible();
  },
  palette: async (on) => {
    await on.page.keyboard.press('Escape');
    await on.page.keyboard.press('Control+k');
    await expect(on.page.getByRole('dialog', { name: 'Commands' })).toBeVisible();
  },
  shortcuts: async (on) => {
    await on.page.keyboard.press('Escape');
    await on.page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    await expect(on.page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  },
};

/** What axe knows of accessibility, and no sideways scrolling, in each of them. */
export async function expectSoundPlayground(page: Page): Promise<void> {
  test.slow();
  const on = await new Playground(page).visit();
  for (const [state, reach] of Object.entries(STATES)) {
    await test.step(state, async () => {
      await reach(on);
      await expectAccessible(page, state);
      await expectNoSidewaysScroll(page, state);
    });
  }
}

/** The same in each part of a report. */
export async function expectSoundReport(page: Page, info: TestInfo): Promise<void> {
  await openReport(page, info.outputPath('report.html'));
  for (const name of ['SQL', 'Changes', 'Statements', 'Undo', 'Document']) {
    await page.getByRole('tab', { name, exact: true }).click();
    await expectAccessible(page, `report, ${name}`);
    await expectNoSidewaysScroll(page, `report, ${name}`);
  }
}
