// What matters is in view, and nothing covers anything.
import type { Page } from '@playwright/test';
import { CATALOG, caseFile, drop, GOLDEN, ROLES } from './support/files';
import { Playground } from './support/playground';
import { expect, test } from './support/test';

const [HEADER = '', ...ROWS] = ROLES.trim().split('\n');
/** Six roles. */
const SIX = [HEADER, ...ROWS, ...ROWS.map((row) => row.replace(/(ro|rw),/, '$1 too,')), ''].join('\n');
/** With advice. */
const ADVISED = [
  caseFile('drift/grant-option-passed-on/plan.yaml'),
  caseFile('owners/role-owns-a-table/catalog.json'),
];

const boxOf = async (page: Page, selector: string) => {
  const box = await page.locator(selector).first().boundingBox();
  if (!box) throw new Error(`${selector} is not on the page`);
  return box;
};

test.describe('1280×720', () => {
  test.use({ viewport: { width: 1280, height: 720 } });

  test('with six roles the SQL is in view', async ({ page }) => {
    const on = await new Playground(page).open();
    await on.paste(SIX);
    await drop(page, CATALOG);
    await on.expectHash(GOLDEN);
    await expect(on.roles).toHaveCount(6);
    const { y } = await boxOf(page, '[data-testid=sql]');
    // Ten lines of it at least.
    expect(y).toBeLessThan(720 - 10 * 20);
    // What takes the text away stands beside the tabs, and over none of them.
    await page.getByRole('tab', { name: 'Document' }).click({ trial: true, timeout: 5000 });
    // More roles than are seen can be told from the half of one.
    const list = await boxOf(page, '[role=listbox]');
    expect((list.height / 36) % 1).toBeGreaterThan(0.3);
  });

  test('checksums and advice are one line until they are wanted', async ({ page }) => {
    const on = await new Playground(page).open();
    await drop(page, ...ADVISED);
    await on.view('YAML');
    await on.part('SQL');
    await expect(on.checksum).toBeHidden();
    const before = (await boxOf(page, '[data-testid=sql]')).y;
    await page.getByText('Checksums', { exact: true }).click();
    await expect(on.checksum).toBeVisible();
    expect((await boxOf(page, '[data-testid=sql]')).y).toBeGreaterThan(before);
  });
});

test('the header is one line in every width', async ({ page }) => {
  await new Playground(page).open();
  await expect(page.getByTitle(/^The planner on this page is rolewright \d+\.\d+/)).toBeVisible();
  for (let width = 360; width <= 1000; width += 32) {
    await page.setViewportSize({ width, height: 700 });
    const { height } = await boxOf(page, 'header');
    expect(height, `at ${width} px`).toBeLessThan(56);
    const brand = await boxOf(page, 'h1');
    expect(brand.height, `brand at ${width} px`).toBeLessThan(40);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth),
      `at ${width} px`,
    ).toBeLessThanOrEqual(width);
  }
});

for (const [width, height] of [
  [1280, 720],
  [400, 800],
] as const) {
  test.describe(`notices, ${width}×${height}`, () => {
    test.use({ viewport: { width, height } });

    test('cover nothing', async ({ page }) => {
      const on = await new Playground(page).open();
      await on.write('YAML', 'items:\n');
      for (let i = 0; i < 3; i += 1)
        await drop(page, { name: `holidays-${i}.csv`, content: 'name,from\na,b\n' });
      const notices = page.getByRole('region', { name: 'Notices' });
      await expect(notices.getByRole('alert')).toHaveCount(3);
      const editor = await boxOf(page, 'main');
      const { y } = await boxOf(page, '[aria-label=Notices]');
      expect(editor.y + editor.height).toBeLessThanOrEqual(y + 1);
      expect(editor.height).toBeGreaterThan(height / 3);
    });
  });
}

test.describe('3840×2160', () => {
  test.use({ viewport: { width: 3840, height: 2160 } });

  test('Changes and SQL stand side by side, each of a length that can be read', async ({ page }) => {
    const on = await new Playground(page).open();
    await on.paste(ROLES);
    await drop(page, CATALOG);
    await on.expectHash(GOLDEN);
    await expect(page.getByTestId('matrix')).toBeVisible();
    const [sql, changes] = [
      await boxOf(page, '[data-testid=sql]'),
      await boxOf(page, '[data-testid=changes]'),
    ];
    expect(changes.x + changes.width).toBeLessThan(sql.x);
    expect(Math.abs(changes.y - sql.y)).toBeLessThan(100);
    await page.getByRole('tab', { name: 'Undo' }).click();
    const rem = await page.evaluate(() =>
      Number.parseFloat(getComputedStyle(document.documentElement).fontSize),
    );
    expect(rem).toBe(20);
    expect((await boxOf(page, '[data-testid=undo]')).width).toBeLessThanOrEqual(75 * rem);
  });
});

test.describe('400×800', () => {
  test.use({ viewport: { width: 400, height: 800 } });

  test('a plan is a sheet over the list of all roles', async ({ page }) => {
    const on = await new Playground(page).open();
    await on.paste(SIX);
    await drop(page, CATALOG);
    await on.panel('Plan');
    await on.expectHash(GOLDEN);
    await expect(on.roles).toHaveCount(0);
    await page.getByRole('button', { name: 'All 6 roles' }).click();
    await expect(on.roles).toHaveCount(6);
    const list = page.getByRole('listbox', { name: 'Planned roles' });
    await list.focus();
    await list.press('ArrowDown');
    await expect(on.roles.nth(1)).toHaveAttribute('aria-selected', 'true');
    await list.press('Enter');
    await expect(page.getByRole('article', { name: 'Plan of analytics/rw' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'All 6 roles' })).toBeFocused();
  });

  test('a table of the catalog is scrolled by keyboard', async ({ page }) => {
    const on = await new Playground(page).open();
    await drop(page, caseFile('kinds/five/catalog.json'));
    await on.panel('Catalog');
    const table = page.getByRole('region', { name: 'Databases of catalog.json' });
    await table.focus();
    await table.press('ArrowRight');
    await expect.poll(() => table.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0);
  });
});

test('a catalog that is dropped leaves the editor where it is', async ({ page }) => {
  const on = await new Playground(page).open();
  await on.write('CSV', ROLES);
  await on.editor('CSV').press('Control+End');
  await drop(page, CATALOG);
  await on.expectHash(GOLDEN);
  await expect(on.editor('CSV')).toBeFocused();
  await page.getByRole('button', { name: 'Show the catalog' }).click();
  await expect(page.getByRole('article', { name: 'Snapshot catalog.json' })).toBeVisible();
  // Where the catalog is looked at, it says itself what came of a file.
  await drop(page, { name: 'broken.json', content: '{' });
  await expect(page.getByRole('alert').filter({ hasText: 'broken.json was not added' })).toHaveCount(1);
  await on.panel('Desired');
  await drop(page, { name: 'other.json', content: '[]' });
  await expect(page.getByRole('alert').filter({ hasText: 'other.json was not added' })).toBeVisible();
  await expect(on.editor('CSV')).toBeVisible();
});

test.describe('forced colours', () => {
  test.use({ forcedColors: 'active' });

  test('what is selected has a frame', async ({ page }) => {
    const on = await new Playground(page).open();
    await on.paste(ROLES);
    await drop(page, CATALOG);
    await on.expectHash(GOLDEN);
    for (const selected of [
      on.roles.first(),
      page.getByRole('tab', { name: 'SQL' }),
      page.getByRole('tab', { name: /^Plan/ }),
      page.locator('.mantine-SegmentedControl-label[data-active]'),
    ]) {
      expect(await selected.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid');
    }
    const other = on.roles.nth(1);
    expect(await other.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('none');
  });
});

for (const [width, height] of [
  [400, 800],
  [3840, 2160],
] as const) {
  test.describe(`rows, ${width}×${height}`, () => {
    test.use({ viewport: { width, height } });

    test('nothing of them is cut or has to be scrolled to sideways', async ({ page }) => {
      const on = await new Playground(page).open();
      await drop(page, CATALOG);
      await on.write('CSV', SIX.replace('SELECT', 'SELEKT').replace(',ro,', ',reporting,'));
      await on.view('Grid');
      await expect(page.locator('[aria-invalid=true]')).toHaveCount(1);
      const sideways = (of: string) =>
        page.locator(of).evaluateAll((all) => all.filter((e) => e.scrollWidth > e.clientWidth + 1).length);
      await expect.poll(() => sideways(':has(> [role=grid])')).toBe(0);
      await on.write('CSV', SIX.replace(',ro,', ',reporting,'));
      if (width < 1000) return;
      await expect(on.roles).toHaveCount(6);
      expect(await sideways('[role=option] > *')).toBe(0);
    });
  });
}
