// On paper: every plan, whole, and each page says whose it is.
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import { CATALOG, drop, ROLES } from './support/files';
import { Playground } from './support/playground';
import { writeReport } from './support/report';
import { expect, test } from './support/test';

const pagesOf = (pdf: Buffer) => (pdf.toString('latin1').match(/\/Type \/Page\b/g) ?? []).length;
const A4 = { format: 'A4', margin: { top: '15mm', bottom: '15mm', left: '12mm', right: '12mm' } } as const;

/** As it would stand on paper, to be read. */
async function onPaper(page: Page) {
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  return page.getByTestId('printed');
}

async function holdsAll(page: Page) {
  const sheets = await onPaper(page);
  await expect(sheets).toHaveCount(3);
  const first = sheets.first();
  for (const title of ['Changes', 'SQL', 'Statements and their reasons', 'Undo'])
    await expect(first.getByRole('heading', { name: title, exact: true })).toHaveCount(1);
  await expect(first).toContainText('DROP ROLE');
  await expect(first.getByTestId('matrix')).toHaveCount(1);
  await expect(first.getByTestId('made-on')).toContainText('cluster');
  const checksum = await first.getByTestId('sql_plan_checksum').textContent();
  // The head that is repeated on each page.
  const head = first.locator('[aria-hidden="true"]').first();
  await expect(head).toContainText('analytics/ro');
  await expect(head).toContainText(checksum ?? 'no checksum');
  const [group, whole] = await head.evaluate((element) => {
    const { display, breakInside } = getComputedStyle(element);
    return [display, breakInside];
  });
  expect([group, whole]).toEqual(['table-header-group', 'avoid']);
  await expect(page.getByRole('listbox')).toBeHidden();
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await expect(page.getByTestId('printed')).toHaveCount(0);
}

test('the report is printed whole', async ({ page }, info) => {
  const file = info.outputPath('report.html');
  writeReport(file);
  await page.goto(pathToFileURL(file).href);
  await expect(page.getByTestId('sql')).toBeVisible();
  expect(pagesOf(await page.pdf(A4))).toBeGreaterThan(3);
  await holdsAll(page);
});

test('the playground prints all plans and not one cut page', async ({ page }) => {
  const on = await new Playground(page).open();
  await on.paste(ROLES);
  await drop(page, CATALOG);
  await on.panel('Plan');
  await expect(on.sql).toBeVisible();
  // The browser's own dialogue would wait for somebody.
  await page.evaluate(() => {
    window.print = () => document.documentElement.setAttribute('data-printed', '');
  });
  await page.keyboard.press('Control+p');
  await expect(page.locator('html[data-printed]')).toHaveCount(1);
  expect(pagesOf(await page.pdf(A4))).toBeGreaterThan(3);
  await holdsAll(page);
});
