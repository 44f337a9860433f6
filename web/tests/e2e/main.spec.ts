// The main story, start to end, in one browser and in the one the link is sent to.
import { CATALOG, changed, drop, GOLDEN, ROLES } from './support/files';
import { Playground } from './support/playground';
import { openReport } from './support/report';
import { expect, test } from './support/test';

test('CSV, catalog, plan, edit, undo, link, faults and report', async ({ page, stranger }, info) => {
  const mine = await new Playground(page).open();

  await test.step('the reference CSV is pasted: three roles', async () => {
    await mine.paste(ROLES);
    await expect(mine.rows).toHaveCount(3);
    await expect(mine.cell('Role', 1)).toHaveText('ro');
    await expect(mine.cell('Source role', 3)).toHaveText('pg_read_all_data');
    await expect(page.getByText('There is no catalog of analytics yet')).toBeVisible();
  });

  await test.step('a catalog is dropped: the SQL is the golden', async () => {
    await drop(page, CATALOG);
    await mine.expectHash(GOLDEN);
    await expect(mine.roles.first()).toHaveAttribute('aria-selected', 'true');
    await expect(mine.roles).toHaveCount(3);
    await mine.panel('Desired');
  });

  await test.step('a scope is taken out: SQL, matrix and checksum follow', async () => {
    await mine.part('Changes');
    const matrix = page.getByTestId('matrix');
    const app = matrix.getByRole('row', { name: /^app\b/ });
    await expect(app.locator('[data-change=gained]')).not.toHaveCount(0);
    const input = await mine.input('Scopes', 1);
    await input.press('Backspace');
    await expect(mine.checksum).not.toHaveText(GOLDEN);
    await expect(app.locator('[data-change=gained]')).toHaveCount(0);
    await mine.part('SQL');
    await expect(mine.sql).not.toContainText('Database: app');
    expect(await mine.hash()).not.toBe(GOLDEN);
  });

  await test.step('Ctrl-Z: back to the golden', async () => {
    await mine.cell('Role', 1).focus();
    await page.keyboard.press('Control+z');
    await mine.expectHash(GOLDEN);
  });

  const link = await test.step('a link is copied', async () => {
    await page.getByRole('button', { name: 'Copy link' }).click();
    await expect(page.getByText('Link copied')).toBeVisible();
    return mine.clipboard();
  });

  await test.step('it opens elsewhere, with the same roles and word of the snapshot', async () => {
    const theirs = new Playground(await stranger());
    const wanted = await mine.text('CSV');
    await theirs.open(link);
    expect(await theirs.text('CSV')).toBe(wanted);
    await expect(theirs.page.getByText(/made on catalog\.json.*which is not loaded here/)).toBeVisible();

    await drop(theirs.page, CATALOG);
    await theirs.expectHash(GOLDEN);
    await expect(theirs.page.getByText('on the same facts as its sender: catalog.json')).toBeVisible();

    await drop(theirs.page, changed(CATALOG, 'customers', 'clients'));
    await expect(theirs.page.getByText(/made on catalog\.json.*the plan may differ/)).toBeVisible();
  });

  await test.step('a cell is broken: marked with its reason, and nothing typed is lost', async () => {
    const broken = ROLES.replace('rw,analytics,SELECT', 'rw,analytics,SELEKT');
    await mine.write('CSV', broken);
    const marked = mine.editor('CSV').locator('.cm-line', { has: page.locator('.cm-lintRange-error') });
    await expect(marked).toHaveText([/SELEKT/]);
    await mine.view('Grid');
    const cell = mine.cell('Privileges', 2);
    await expect(cell).toHaveAttribute('aria-invalid', 'true');
    await expect(cell).toHaveAccessibleDescription(/SELEKT/);
    await expect(page.locator('[aria-invalid=true]')).toHaveCount(1);
    expect(await mine.text('CSV')).toBe(broken);
    // The other roles are planned all the while.
    await mine.expectHash(GOLDEN);
  });

  await test.step('the report of the same plan, from a file', async () => {
    const report = await openReport(await stranger(), info.outputPath('report.html'));
    expect(report.hash).toBe(GOLDEN);
    expect(report.requests).toEqual([expect.stringMatching(/^file:/)]);
  });
});
