// The grid as a spreadsheet: what keys, a pointer and the clipboard do to its cells.
import type { Page } from '@playwright/test';
import { CATALOG, drop, ROLES } from './support/files';
import { untilKept } from './support/kept';
import { Playground } from './support/playground';
import { expect, test } from './support/test';

const HEADER = 'resource_name,type,role,scopes,permissions,source_role';
const SIX = [
  HEADER,
  ...Array.from({ length: 6 }, (_, i) => `analytics,managed,r${i + 1},app,SELECT,`),
  '',
].join('\n');

async function openWith(page: Page, csv = ROLES): Promise<Playground> {
  const on = await new Playground(page).open();
  await on.paste(csv);
  await expect(on.rows.first()).toBeVisible();
  return on;
}

/** The text as CSV, and back in the grid. */
async function written(on: Playground): Promise<string> {
  const text = await on.text('CSV');
  await on.view('Grid');
  await expect(on.rows.first()).toBeVisible();
  return text;
}

test('heads stand once, over columns that are the same in every row', async ({ page }) => {
  const on = await openWith(page);
  await expect(page.getByRole('columnheader')).toContainText([
    'Resource',
    'Type',
    'Role',
    'Scopes',
    'Privileges',
  ]);
  const lefts = await on.rows.evaluateAll((rows) =>
    rows.map((row) =>
      [...row.querySelectorAll('[data-column]')].map((cell) => Math.round(cell.getBoundingClientRect().left)),
    ),
  );
  expect(new Set(lefts.map(String)).size, 'columns do not jump from row to row').toBe(1);
  await expect(page.getByText('3 roles', { exact: true }).first()).toBeVisible();
});

test('seven privileges leave the resource its room, and are told as “+n”', async ({ page }) => {
  const all = 'SELECT;INSERT;UPDATE;DELETE;TRUNCATE;REFERENCES;TRIGGER';
  const on = await openWith(page, `${HEADER}\nanalytics,managed,rw,app;legacy,${all},\n`);
  const width = await on.cell('Resource', 1).evaluate((cell) => cell.getBoundingClientRect().width);
  expect(width).toBeGreaterThanOrEqual(96);
  await expect(on.cell('Privileges', 1)).toContainText(/\+\d/);
  await expect(on.cell('Privileges', 1)).toHaveAttribute('title', all);
  await expect(on.cell('Privileges', 1)).toHaveAccessibleName(/TRIGGER/);
  const height = await on.rows.first().evaluate((row) => row.getBoundingClientRect().height);
  expect(height, 'one line').toBeLessThan(48);
});

test('more rows than fit are cued, and the count is always there', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 500 });
  const more = SIX.slice(HEADER.length + 1).replaceAll(',r', ',x');
  const on = await openWith(page, SIX + more);
  const frame = page.locator('[data-more]').first();
  await expect(frame).toHaveAttribute('data-more', /below/);
  await expect(page.getByText('12 roles', { exact: true }).first()).toBeInViewport();
  await on.cell('Resource', 1).click();
  await page.keyboard.press('Control+End');
  await expect(frame).not.toHaveAttribute('data-more', /below/);
  await expect(frame).toHaveAttribute('data-more', /above/);
});

test('a width is given with the pointer or the keys, and kept', async ({ page }) => {
  const on = await openWith(page);
  const width = () => on.cell('Role', 1).evaluate((cell) => cell.getBoundingClientRect().width);
  const before = await width();
  const grip = page
    .getByRole('columnheader', { name: 'Role', exact: true })
    .locator('[title^="Drag to resize"]');
  const box = await grip.boundingBox();
  await page.mouse.move((box?.x ?? 0) + 4, (box?.y ?? 0) + 10);
  await page.mouse.down();
  await page.mouse.move((box?.x ?? 0) + 64, (box?.y ?? 0) + 10, { steps: 4 });
  await page.mouse.up();
  await expect.poll(width).toBeGreaterThan(before + 50);
  await on.cell('Role', 1).click();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Shift+ArrowRight');
  const wide = Math.round(await width());
  expect(wide).toBeGreaterThan(before + 60);
  await page.reload();
  await expect.poll(async () => Math.round(await width())).toBe(wide);
});

test('keys: arrows, edit, Escape, fill down, clear, undo', async ({ page }) => {
  const on = await openWith(page, SIX);
  const { keyboard } = page;
  await on.cell('Role', 1).click();
  await keyboard.press('ArrowRight');
  await expect(on.cell('Scopes', 1)).toBeFocused();
  await keyboard.press('ArrowDown');
  await keyboard.press('ArrowLeft');
  await expect(on.cell('Role', 2)).toBeFocused();
  // A letter takes the place of what is there; Escape brings it back; Enter goes down.
  await keyboard.type('zz');
  await expect(on.cell('Role', 2).locator('input')).toHaveValue('zz');
  await keyboard.press('Escape');
  await expect(on.cell('Role', 2)).toHaveText('r2');
  await expect(on.cell('Role', 2)).toBeFocused();
  await keyboard.press('F2');
  await keyboard.type('x');
  await keyboard.press('Enter');
  await expect(on.cell('Role', 2)).toHaveText('r2x');
  await expect(on.cell('Role', 3)).toBeFocused();
  await keyboard.press('F2');
  await keyboard.press('Tab');
  await expect(on.cell('Scopes', 3).getByRole('combobox')).toBeFocused();
  await keyboard.press('Escape');
  // Fill down over three rows, and clear.
  await on.cell('Scopes', 1).click();
  await keyboard.press('Enter');
  await keyboard.type('legacy;');
  await keyboard.press('Escape');
  await expect(on.cell('Scopes', 1)).toHaveAccessibleName(/^app$/);
  await keyboard.press('Enter');
  await keyboard.type('legacy;');
  await keyboard.press('Enter');
  await on.cell('Scopes', 1).click();
  await keyboard.press('Shift+ArrowDown');
  await keyboard.press('Shift+ArrowDown');
  await expect(page.locator('[data-column=scopes][aria-selected=true]')).toHaveCount(3);
  await keyboard.press('Control+d');
  expect(await written(on)).toContain('r3,app;legacy,SELECT,\nanalytics,managed,r4,app,SELECT,');
  await on.cell('Privileges', 5).click();
  await keyboard.press('Delete');
  await expect(on.cell('Privileges', 5)).toHaveText('privileges');
  await keyboard.press('Control+z');
  await expect(on.cell('Privileges', 5)).toHaveAccessibleName(/SELECT/);
});

test('a range goes out as a spreadsheet takes it, and comes in over cells', async ({ page }) => {
  const on = await openWith(page, SIX);
  const { keyboard } = page;
  await on.cell('Role', 1).click();
  await keyboard.press('Shift+ArrowRight');
  await keyboard.press('Shift+ArrowDown');
  await keyboard.press('Control+c');
  expect(await on.clipboard()).toBe('r1\tapp\nr2\tapp');
  await on.cell('Role', 5).click();
  await on.paste('a\tapp\nb\t"app\nlegacy"\nc\t"my;db".public\n');
  await expect(on.rows).toHaveCount(7);
  const text = await written(on);
  expect(text).toContain('analytics,managed,a,app,SELECT,\nanalytics,managed,b,app;legacy,SELECT,\n');
  expect(text).toContain(',,c,"""my;db"".public",,');
  await on.cell('Role', 5).click();
  await keyboard.press('Control+z');
  await expect(on.rows).toHaveCount(6);
  await expect(on.cell('Role', 5)).toHaveText('r5');
  // One value over all that is selected.
  await on.cell('Privileges', 1).click();
  await keyboard.press('Shift+ArrowDown');
  await on.paste('UPDATE');
  await expect(on.cell('Privileges', 2)).toHaveAccessibleName(/^UPDATE$/);
  await on.cell('Role', 1).click();
  await keyboard.press('Control+a');
  await keyboard.press('Control+c');
  expect((await on.clipboard()).split('\n')[1]).toBe('analytics\tmanaged\tr2\tapp\tUPDATE');
});

test('lines pasted into a list are values, in a cell and in its editor', async ({ page }) => {
  const on = await openWith(page, SIX);
  await on.input('Scopes', 1);
  await on.paste('legacy\r\n"my;db".public\n');
  await page.keyboard.press('Enter');
  expect(await written(on)).toContain('r1,"app;legacy;""my;db"".public",SELECT,');
  // In a table for CSV as well.
  await on.view('CSV');
  await on.editor('CSV').press('Control+End');
  await on.paste('analytics\tmanaged\tlines\t"app\nlegacy"\tSELECT\n');
  expect(await on.text('CSV')).toContain('analytics,managed,lines,app;legacy,SELECT');
});

test('the grid’s own heads are a header', async ({ page }) => {
  const on = await openWith(page, SIX);
  await on.cell('Resource', 1).click();
  await on.paste(
    'Role\tResource\tType\tScopes\tPrivileges\tSource role\nadmin\tmarket\tmanaged\tapp\tALL\t\n',
  );
  await expect(on.rows).toHaveCount(7);
  await expect(on.cell('Resource', 7)).toHaveText('market');
  await expect(on.cell('Role', 7)).toHaveText('admin');
});

test('what has no column is told, and nothing is dropped without a word', async ({ page }) => {
  const on = await openWith(page, SIX);
  await on.cell('Resource', 1).click();
  const row = 'analytics\tmanaged\twide\tapp\tSELECT\t\t\tadditive\t3\t\t1\t24h\tone\ttwo\n';
  await on.paste(row);
  await expect(page.getByText('2 values were left out')).toBeVisible();
  await expect(page.getByText(/Left out: “one”, “two”/)).toBeVisible();
  await expect(on.cell('Connection limit', 1)).toHaveText('3');
  await expect(on.cell('Retire after', 1)).toHaveText('24h');
  await on.paste('Resource\tRole\tNotes\nmarket\tro\tasked for by Ana\n');
  await expect(page.getByText(/Roles have no column “Notes”\. Left out: “asked for by Ana”/)).toBeVisible();
  await expect(on.cell('Role', 7)).toHaveText('ro');
});

test('a new row is quiet until it is left, and faults name role and column', async ({ page }) => {
  const on = await openWith(page, SIX);
  await drop(page, CATALOG);
  await on.panel('Desired');
  await page.getByRole('button', { name: 'Add a role' }).click();
  await expect(on.rows).toHaveCount(7);
  await page.keyboard.type('n');
  await expect(on.cell('Role', 7).locator('input')).toHaveValue('n');
  await expect(page.getByText(/at fault/)).toHaveCount(0);
  await expect(page.locator('[aria-invalid=true]')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowUp');
  await expect(page.getByText(/1 role is at fault: role 7/)).toBeVisible();
  const said = (await page.getByText(/at fault/).textContent()) ?? '';
  expect(said).not.toMatch(/line \d/);
  await page.getByRole('button', { name: 'Go there' }).click();
  await expect(on.cell('Role', 7)).toBeFocused();
});

test('a fault that the planner finds stands on its cell', async ({ page }) => {
  const on = await openWith(
    page,
    `${HEADER}\nanalytics,managed,ro,nowhere,SELECT,\nanalytics,managed,rw,app.nothing,SELECT,\n`,
  );
  await drop(page, CATALOG);
  await on.panel('Desired');
  await expect(on.cell('Scopes', 1)).toHaveAttribute('aria-invalid', 'true');
  await expect(on.cell('Scopes', 1)).toHaveAccessibleDescription(/Scopes: .*nowhere/);
  await expect(on.cell('Scopes', 2)).toHaveAccessibleDescription(/Scopes: .*nothing/);
  await on.fill('Scopes', 1, 'app');
  await page.locator('body').click({ position: { x: 5, y: 5 } });
  await expect(on.cell('Scopes', 1)).toHaveAttribute('aria-invalid', 'true');
});

test('what is offered does not cover why the cell is at fault', async ({ page }) => {
  const on = await openWith(page, `${HEADER}\nanalytics,managed,ro,app.a.b,SELECT,\n`);
  await drop(page, CATALOG);
  await on.panel('Desired');
  await on.input('Scopes', 1);
  const fault = page.locator('[id="fault-0-scopes"]');
  await expect(fault).toBeVisible();
  await expect(page.getByRole('option').first()).toBeVisible();
  const [text, list] = await Promise.all([
    fault.boundingBox(),
    page.getByRole('listbox').last().boundingBox(),
  ]);
  expect((list?.y ?? 0) + 1).toBeGreaterThanOrEqual((text?.y ?? 0) + (text?.height ?? 0));
});

test('rows are added and removed with keys, and the focus stays beside', async ({ page }) => {
  const on = await openWith(page, SIX);
  const { keyboard } = page;
  await on.cell('Role', 6).click();
  await keyboard.press('F2');
  await keyboard.press('Enter');
  await expect(on.rows).toHaveCount(7);
  await expect(on.cell('Role', 7)).toBeFocused();
  // One that was left as it came goes again.
  await keyboard.press('ArrowUp');
  await expect(on.rows).toHaveCount(6);
  await keyboard.press('Shift+Space');
  await keyboard.press('Delete');
  await expect(on.rows).toHaveCount(5);
  await expect(on.cell('Resource', 5)).toBeFocused();
  await on.cell('Role', 2).click();
  await keyboard.press('Control+Delete');
  await expect(on.rows).toHaveCount(4);
  await expect(on.cell('Role', 2)).toHaveText('r3');
  await expect(on.cell('Role', 2)).toBeFocused();
  await page.getByRole('button', { name: 'Delete analytics/r4' }).click();
  await expect(on.rows).toHaveCount(3);
  await expect(on.cell('Role', 3)).toBeFocused();
});

test('from the first page to the copied SQL with the keyboard alone', async ({ page }) => {
  const on = await openWith(page, SIX);
  await drop(page, CATALOG);
  await on.panel('Plan');
  await expect(on.sql).toContainText('CREATE ROLE');
  await untilKept(page, 'catalog.json');
  await page.reload();
  await expect(on.sql).toContainText('CREATE ROLE');
  let steps = 1;
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Skip to the plan' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: /^Plan/ })).toBeFocused();
  for (steps = 2; steps < 20; steps += 1) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(
      () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent,
    );
    if (/^Copy.*SQL$/.test(name ?? '')) break;
  }
  await page.keyboard.press('Enter');
  expect(steps + 1, 'presses of Tab and Enter').toBeLessThanOrEqual(12);
  await expect.poll(() => on.clipboard()).toContain('CREATE ROLE');
});

test('a phone shows a card for each role', async ({ page }) => {
  await page.setViewportSize({ width: 400, height: 800 });
  const on = await openWith(page);
  const lefts = await on.rows
    .first()
    .evaluate((row) =>
      [...row.querySelectorAll('[data-place]:not([data-idle])')].map((cell) =>
        Math.round(cell.getBoundingClientRect().left),
      ),
    );
  expect(new Set(lefts).size, 'each cell on a line of its own').toBe(1);
  await expect(on.rows.first()).toBeInViewport({ ratio: 1 });
});
