// What would be different: after an edit, or on another cluster.
import { CATALOG, caseFile, changed, drop, GOLDEN, ROLES } from './support/files';
import { Playground } from './support/playground';
import { expect, test } from './support/test';

test('two desired states', async ({ page }) => {
  const on = await new Playground(page).open();
  await on.paste(ROLES);
  await drop(page, CATALOG);
  await on.expectHash(GOLDEN);
  await on.panel('What if');
  await page.getByRole('button', { name: /Keep the current desired state/ }).click();
  await expect(page.getByText('The plans of all 3 roles are the same on both sides.')).toBeVisible();
  await on.write('CSV', ROLES.replace('app,SELECT', 'app,SELECT;DELETE'));
  await expect(page.getByText('The plans of 1 of 3 roles differ.')).toBeVisible();
  const difference = page.getByRole('article', { name: 'Difference for analytics/ro' });
  await expect(difference).toContainText(/Only in B: 3 statements/);
  await expect(page.getByTestId('sql-diff')).toContainText('GRANT DELETE, SELECT ON ALL TABLES');
  await expect(difference.getByRole('row', { name: /^app\.public DELETE/ })).toBeVisible();

  await page.getByRole('button', { name: 'Forget the baseline' }).click();
  await expect(page.getByText('Keep what is written now as the baseline')).toBeVisible();
});

test('two snapshots', async ({ page }) => {
  const on = await new Playground(page).open();
  await on.paste(ROLES);
  await drop(page, changed({ ...CATALOG, name: 'b.json' }, '"events"', '"events", "visits"'), {
    ...CATALOG,
    name: 'a.json',
  });
  await on.panel('Catalog');
  await expect(page.getByRole('article', { name: /^Snapshot/ })).toHaveCount(2);
  await on.panel('What if');
  await page.getByRole('radio', { name: 'Two snapshots' }).check();
  await expect(page.getByText('The plans of all 3 roles are the same on both sides.')).toBeVisible();
  await drop(page, caseFile('reference/already-applied/catalog.json', 'c.json'));
  await page.getByLabel('Snapshot B', { exact: true }).selectOption({ label: 'c.json' });
  await expect(page.getByText(/^The plans of \d of 3 roles differ\.$/)).toBeVisible();
  const row = page.getByRole('row', { name: /^analytics\/ro/ });
  await expect(row).toContainText('in sync');
});

test('snapshots that are added together are in the order of their names, and the last counts', async ({
  page,
}) => {
  const on = await new Playground(page).open();
  await on.paste(ROLES);
  const large = changed(
    CATALOG,
    '"events"',
    `"events", ${Array.from({ length: 50_000 }, (_, i) => `"t${i}"`).join(', ')}`,
  );
  await drop(
    page,
    { ...CATALOG, name: 'z.json' },
    { ...large, name: 'm.json' },
    { ...large, name: 'a.json' },
  );
  await on.panel('Catalog');
  const cards = page.getByRole('article', { name: /^Snapshot/ });
  await expect(cards).toHaveCount(3);
  const names = () => cards.evaluateAll((all) => all.map((card) => card.getAttribute('aria-label')));
  expect(await names()).toEqual(['Snapshot a.json', 'Snapshot m.json', 'Snapshot z.json']);
  await on.expectHash(GOLDEN);
  await page.reload();
  await on.panel('Catalog');
  await expect(cards).toHaveCount(3);
  expect(await names()).toEqual(['Snapshot a.json', 'Snapshot m.json', 'Snapshot z.json']);
});
