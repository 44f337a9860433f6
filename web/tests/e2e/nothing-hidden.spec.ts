// What is dangerous is seen wherever a plan is looked at, and a plan says what it was made on.
import { pathToFileURL } from 'node:url';
import type { Locator, Page } from '@playwright/test';
import { caseFile, drop, type TestFile } from './support/files';
import { Playground } from './support/playground';
import { writeReport } from './support/report';
import { expect, test } from './support/test';

const PLAN = caseFile('drift/stray-insert/plan.yaml');
const CSV = 'resource_name,type,role,scopes,permissions\napp,managed,ro,app,SELECT\n';
const ROLE = 'hoopdev_app_ro_7249975c';

/** The case's cluster, where its role is a superuser and writes every table. */
function almighty(name = 'catalog.json', more: object = {}): TestFile {
  const catalog = JSON.parse(String(caseFile('drift/stray-insert/catalog.json').content));
  Object.assign(catalog.roles[ROLE], { superuser: true });
  catalog.roles.pg_write_all_data = {};
  const membership = { member: ROLE, role: 'pg_write_all_data', grantor: 'postgres', admin: true };
  Object.assign(catalog, { memberships: [membership], taken_at: '2026-01-02T03:04:05Z' }, more);
  return { name, content: JSON.stringify(catalog) };
}

/** The colour of what is destructive, as a style sheet resolves it. */
function red(page: Page): Promise<string> {
  return page.evaluate(() => {
    const probe = document.body.appendChild(document.createElement('i'));
    probe.style.color = 'var(--rw-destructive)';
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  });
}

const colour = (of: Locator) => of.evaluate((element) => getComputedStyle(element).color);
const line = (text: Locator, of: string) => text.locator('span span', { hasText: of }).first();

async function looksDangerous(page: Page, on: Playground) {
  const danger = await red(page);
  const listed = on.roles.first();
  await expect(listed).toHaveAccessibleName(/loses SUPERUSER, loses membership in pg_write_all_data/);
  const pill = listed.locator('[data-risk="destructive"] [data-loud]');
  await expect(pill).toHaveText(/2/);
  expect(await pill.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe(danger);

  const sentence = page.getByTestId('sentence');
  await expect(sentence).toContainText(
    'app/ro loses SUPERUSER, membership in pg_write_all_data (writes every table) and INSERT on 1 table in app.public.',
  );
  expect(await colour(sentence.getByText('SUPERUSER', { exact: true }))).toBe(danger);
  await expect(page.getByTestId('made-on')).toContainText('cluster 7300000000000000001');
  await expect(page.getByTestId('made-on')).toContainText('PostgreSQL 15.18');
  await expect(page.getByTestId('made-on').locator('time')).toHaveAttribute(
    'title',
    /2026-01-02 03:04:05 UTC/,
  );

  await on.part('SQL');
  expect(await colour(line(on.sql, 'NOSUPERUSER'))).toBe(danger);
  expect(await colour(line(on.sql, 'REVOKE "pg_write_all_data"'))).toBe(danger);
  expect(await colour(line(on.sql, 'REVOKE INSERT'))).not.toBe(danger);

  await on.part('Changes');
  const rows = page.getByTestId('role-changes').locator('tbody tr');
  await expect(rows).toHaveText([
    /lost: SUPERUSER\s*SUPERUSER\s*NOSUPERUSER/,
    /lost: member of pg_write_all_data.*writes every table.*ADMIN.*not a member/,
  ]);
  for (const row of await rows.all()) expect(await colour(row.getByRole('cell').first())).toBe(danger);
  await expect(page.getByTestId('matrix').locator('tbody tr')).toHaveCount(2);
  await page.getByLabel('Only what changes').uncheck();
  await expect(rows).toHaveCount(10);
  await expect(rows.filter({ hasText: 'BYPASSRLS' })).toHaveAttribute('data-change', 'kept');

  await on.part('Statements');
  await page.getByRole('radio', { name: /^Only destructive 2/ }).check();
  const statements = page.getByRole('tabpanel', { name: 'Statements' }).getByRole('listitem').locator('pre');
  await expect(statements).toHaveCount(2);
  expect(await colour(statements.first())).toBe(danger);

  await on.part('Undo');
  expect(await colour(line(page.getByTestId('undo'), 'WITH SUPERUSER'))).toBe(danger);
}

test('a plan that takes SUPERUSER away looks like it everywhere', async ({ page }) => {
  const on = await new Playground(page).open();
  await drop(page, PLAN, almighty());
  await looksDangerous(page, on);
});

test('it does in the report', async ({ page }, info) => {
  const file = info.outputPath('report.html');
  writeReport(file, CSV, almighty(), ['app']);
  await page.goto(pathToFileURL(file).href);
  const on = new Playground(page);
  on.part = async (name) => {
    await page
      .getByRole('tablist', { name: 'Parts of the plan' })
      .getByRole('tab', { name, exact: true })
      .click();
  };
  await looksDangerous(page, on);
});

test('what gives is not of the colour of what is done', async ({ page }) => {
  await new Playground(page).open();
  const [grants, done, pending] = await page.evaluate(() => {
    const style = getComputedStyle(document.documentElement);
    return ['--rw-grants', '--rw-done', '--rw-pending'].map((name) => style.getPropertyValue(name));
  });
  expect(new Set([grants, done, pending]).size).toBe(3);
});

test('only a plan of an item at fault is of an earlier text', async ({ page }) => {
  const on = await new Playground(page).open();
  const two = `${CSV}app,managed,rw,app,SELECT;INSERT\n`;
  await on.write('CSV', two);
  await drop(page, almighty());
  await expect(on.roles).toHaveCount(2);
  await on.write('CSV', two.replace('rw,app,SELECT', 'rw,app,SELEC'));
  await on.panel('Plan');
  const old = page.getByText('plan of the last text without faults');
  await on.roles.filter({ hasText: 'app/rw' }).click();
  await expect(old).toBeVisible();
  await on.roles.filter({ hasText: 'app/ro' }).click();
  await expect(on.sql).toBeVisible();
  await expect(old).toHaveCount(0);
});

for (const scheme of ['light', 'dark'] as const) {
  test(`of the matrix what changes is shown, and nothing in it is louder than a value, ${scheme}`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme: scheme });
    const on = await new Playground(page).open();
    await drop(page, PLAN, almighty());
    await on.part('Changes');
    await expect(page.getByLabel('Only what changes')).toBeChecked();
    const matrix = page.getByTestId('matrix');
    const [shown, all] = [await matrix.locator('tbody tr').count(), matrix.locator('tbody tr')];
    await page.getByLabel('Only what changes').uncheck();
    await expect.poll(() => all.count()).toBeGreaterThanOrEqual(shown);
    // The contrast of two colours, as WCAG counts it.
    const loud = await matrix.evaluate((table) => {
      const light = (colour: string) => {
        const pixel = document.createElement('canvas').getContext('2d');
        if (!pixel) return 0;
        pixel.fillStyle = colour;
        pixel.fillRect(0, 0, 1, 1);
        const [r = 0, g = 0, b = 0] = [...pixel.getImageData(0, 0, 1, 1).data].map((part) => {
          const one = part / 255;
          return one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const contrast = (a: string, b: string) => {
        const [x, y] = [light(a), light(b)];
        return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
      };
      const style = (selector: string) => {
        const found = table.querySelector(selector);
        if (!found) throw new Error(`no ${selector}`);
        return getComputedStyle(found);
      };
      const surface = getComputedStyle(table.parentElement ?? table).backgroundColor;
      const hatching =
        /rgba?\([^)]*\)(?= 10px)/.exec(style('td[class*=not]').backgroundImage)?.[0] ?? 'black';
      const lost = style('td[class*=lost]');
      return { hatching: contrast(hatching, surface), lost: contrast(lost.color, lost.backgroundColor) };
    });
    expect(loud.hatching).toBeLessThan(1.35);
    expect(loud.lost).toBeGreaterThan(4.5);
  });
}
