// What a first visit shows: an example that is nobody's, until there is something of one's own.
import { CATALOG, drop, GOLDEN, ROLES } from './support/files';
import { keptText, stored } from './support/kept';
import { Playground } from './support/playground';
import { expect, test } from './support/test';

test('an example with its plan, marked as one, of which nothing is kept', async ({ page }) => {
  const on = await new Playground(page).visit();
  const example = page.getByRole('region', { name: 'Example: Three new roles on two clusters' });
  await expect(example.getByRole('button', { name: /^analytics\/ro/ })).toBeVisible();
  await on.expectHash(GOLDEN);
  await expect(page.getByText('This plan is of no cluster of yours')).toBeVisible();
  // The SQL is in view, not below.
  const box = await on.sql.boundingBox();
  expect(box?.y).toBeLessThan(530);

  await example.getByRole('button', { name: /^marketplace\/ro/ }).click();
  await expect(on.sql).toContainText('pg_read_all_data');
  await on.part('Changes');
  await expect(page.getByRole('tabpanel', { name: 'Changes' })).toBeVisible();
  await on.part('SQL');

  await page.reload();
  await on.expectHash(GOLDEN);
  expect(await keptText(page)).toBeUndefined();
  expect(await stored(page, 'snapshots')).toEqual([]);
  expect(await stored(page, 'history')).toEqual([]);

  await page.getByRole('button', { name: 'Begin with your own' }).first().click();
  await expect(page.getByRole('tab', { name: 'Desired' })).toBeFocused();
  await expect(on.sql).toHaveCount(0);
  await expect(example).toHaveCount(0);
  await expect(page.getByText('No role is desired yet')).toBeVisible();
  await page.waitForTimeout(500);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Open an example' })).toBeVisible();
  await expect(page.getByText('No role is desired yet')).toBeVisible();
});

test('what is pasted or dropped takes the place of the example, which was nobody’s', async ({ page }) => {
  const on = await new Playground(page).visit();
  await on.expectHash(GOLDEN);
  await drop(page, CATALOG);
  await expect(page.getByText('catalog.json is read')).toBeVisible();
  await expect(page.getByText('No role is desired yet')).toBeVisible();
  await on.paste(ROLES);
  await expect(on.rows).toHaveCount(3);
  await on.expectHash(GOLDEN);
  await expect(page.getByText(/took the place of/)).toHaveCount(0);
  await expect.poll(() => stored(page, 'snapshots')).toHaveLength(1);
});

test('a copy of the example is one’s own', async ({ page }) => {
  const on = await new Playground(page).visit();
  await page.getByRole('button', { name: 'Edit a copy' }).click();
  await expect(on.roles).toHaveCount(3);
  await on.expectHash(GOLDEN);
  await expect.poll(() => stored(page, 'snapshots')).toHaveLength(2);
  await page.reload();
  await on.expectHash(GOLDEN);
  await expect(on.roles).toHaveCount(3);
});

test('without the file of the example the page says what to do', async ({ page, problems }) => {
  await page.route('**/examples/shown.json', (route) => route.abort());
  await new Playground(page).visit();
  await expect(page.getByRole('button', { name: 'Open an example' })).toBeVisible();
  await expect(page.getByText('No role is desired yet')).toBeVisible();
  problems.splice(0);
});

test('six examples by what they show, and all behind them', async ({ page }) => {
  const on = await new Playground(page).visit();
  await on.panel('Catalog');
  const examples = page.getByRole('region', { name: 'Examples' });
  await expect(examples.getByRole('listitem')).toHaveCount(6);
  await examples.getByRole('button', { name: /^A role that became a superuser/ }).click();
  await expect(on.sql).toContainText('NOSUPERUSER');
  await on.panel('Catalog');
  await examples.getByRole('button', { name: /^All/ }).click();
  await expect.poll(() => examples.getByRole('listitem').count()).toBeGreaterThan(100);
  await page.getByLabel('Filter the examples').fill('bypassrls');
  await examples.getByRole('button', { name: /^drift\/bypassrls/ }).click();
  await expect(on.sql).toContainText('NOBYPASSRLS');
});

test.describe('every example that has a title', () => {
  test('opens, and comes to what its title says', async ({ page }) => {
    const on = await new Playground(page).visit();
    for (const [title, says] of [
      ['Three new roles on two clusters', /CREATE ROLE/],
      ['Privileges that drifted', /REVOKE DELETE/],
      ['A role leaves a database', /REVOKE CONNECT/],
      ['A new password without an outage', /VALID UNTIL/],
    ] as const) {
      await on.panel('Catalog');
      await page.getByRole('button', { name: new RegExp(`^${title}`) }).click();
      // Said once it is there: until then the page may still turn to it.
      await expect(page.getByText(`Example: ${title}`)).toBeVisible();
      await expect(on.sql).toContainText(says);
    }
    await on.panel('Catalog');
    await page.getByRole('button', { name: /^A plan that cannot be made/ }).click();
    await expect(page.getByText('database `nosuch` does not exist').first()).toBeVisible();
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 400, height: 800 } });

  test('the roles of the example, and a plan one touch away', async ({ page }) => {
    const on = await new Playground(page).visit();
    await page.getByRole('button', { name: /^analytics\/ro/ }).click();
    await on.expectHash(GOLDEN);
    await page.getByRole('button', { name: 'All 3 roles' }).click();
    await on.roles.nth(2).click();
    await expect(on.sql).toContainText('pg_read_all_data');
  });
});
