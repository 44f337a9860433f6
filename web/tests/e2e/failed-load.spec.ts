// What failed to load once is asked for again, and nothing is offered that would undo somebody's work.
import type { Page } from '@playwright/test';
import { CATALOG, drop, GOLDEN, ROLES } from './support/files';
import { Playground } from './support/playground';
import { expect, test } from './support/test';

/** Files like this one cannot be had until they are mended. */
async function broken(page: Page, files: RegExp): Promise<{ mend(): void }> {
  let fails = true;
  await page.route(files, (route) => (fails ? route.abort('connectionreset') : route.continue()));
  return {
    mend: () => {
      fails = false;
    },
  };
}

async function work(page: Page): Promise<Playground> {
  const on = await new Playground(page).open();
  await on.paste(ROLES);
  await drop(page, CATALOG);
  await on.expectHash(GOLDEN);
  return on;
}

const again = (page: Page) => page.getByRole('button', { name: 'Try again' });

for (const [what, files] of [
  ['script', /WhatIfPanel-.*\.js/],
  ['style sheet', /WhatIfPanel-.*\.css/],
] as const) {
  test(`a panel whose ${what} could not be had comes back`, async ({ page, problems }) => {
    const on = await work(page);
    const { mend } = await broken(page, files);
    await on.panel('What if');
    const failed = page.getByText('What if could not be loaded');
    await expect(failed).toBeVisible();
    await expect(page.getByRole('button', { name: /Undo and/ })).toHaveCount(0);
    await again(page).click();
    await expect(failed).toBeVisible();
    mend();
    await again(page).click();
    await expect(failed).toHaveCount(0);
    const modes = page.getByRole('radiogroup', { name: 'Compare the plans of' });
    await expect(modes).toBeVisible();
    const row = modes.locator(':scope > div').first();
    expect(await row.evaluate((element) => getComputedStyle(element).display)).toBe('flex');
    problems.splice(0);
  });
}

test('the network was away, and is back', async ({ page, problems }) => {
  const on = await work(page);
  const { mend } = await broken(page, /GraphPanel-.*\.js/);
  await on.panel('Graph');
  await expect(page.getByText('Graph could not be loaded')).toBeVisible();
  mend();
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await expect(page.getByRole('region', { name: 'Graph of roles and privileges' })).toBeVisible();
  problems.splice(0);
});

for (const [what, files, way] of [
  ['the editor', /MarkedMirror-.*\.js/, 'Try again'],
  // The browser remembers that this one failed, and what imports it cannot give it another address.
  ['what the editor needs', /look-.*\.js/, 'Reload the page'],
] as const) {
  test(`${what}: the text is there to read all the while`, async ({ page, problems }) => {
    const on = await work(page);
    const { mend } = await broken(page, files);
    await on.view('CSV');
    await expect(page.getByText('The editor could not be loaded')).toBeVisible();
    await expect(page.locator('pre', { hasText: 'marketplace,external,ro' })).toBeVisible();
    mend();
    await page.getByRole('button', { name: way }).click();
    await expect(on.editor('CSV')).toBeEditable();
    expect(await on.text('CSV')).toBe(ROLES);
    problems.splice(0);
  });
}

test('the list of examples, and an example', async ({ page, problems }) => {
  const list = await broken(page, /examples\/index\.json/);
  const one = await broken(page, /examples\/drift\/bypassrls\/catalog\.json/);
  const on = await work(page);
  await on.panel('Catalog');
  await page.getByRole('button', { name: /^All that the planner/ }).click();
  await expect(page.getByText('The examples could not be loaded')).toBeVisible();
  list.mend();
  await again(page).click();
  const example = page.getByRole('button', { name: /^drift\/bypassrls/ });
  await example.click();
  await expect(page.getByText('The example could not be opened')).toBeVisible();
  await on.expectHash(GOLDEN);
  one.mend();
  await example.click();
  await expect(on.sql).toContainText('NOBYPASSRLS');
  problems.splice(0);
});

for (const [what, files] of [
  ['the worker', /assets\/worker-.*\.js/],
  ['the planner', /\.wasm$/],
] as const) {
  test(`${what}: everything is planned once it is there`, async ({ page, problems }) => {
    const { mend } = await broken(page, files);
    const on = await new Playground(page).open();
    await expect(page.getByText('The planner could not be started')).toBeVisible();
    await on.paste(ROLES);
    await drop(page, CATALOG);
    mend();
    await again(page).click();
    await expect(on.checksum).toHaveText(GOLDEN);
    problems.splice(0);
  });
}
