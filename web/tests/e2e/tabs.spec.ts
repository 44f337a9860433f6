// Several tabs of one browser: the newer work stays, whoever is closed last, and however.
import type { BrowserContext, Page } from '@playwright/test';
import { CATALOG, caseFile, drop, GOLDEN, ROLES } from './support/files';
import { Hold } from './support/hold';
import { keptText, stored } from './support/kept';
import { Playground } from './support/playground';
import { expect, test } from './support/test';

const OLD = ROLES;
const NEWER = ROLES.replace('rw,analytics,', 'newer,analytics,');
const BRANCH = ROLES.replace('rw,analytics,', 'branch,analytics,');

const behind = (page: Page) => page.getByText('This tab is behind');

async function openTab(context: BrowserContext): Promise<Playground> {
  return new Playground(await context.newPage()).open();
}

/** Two tabs with the same roles; both show the text. */
async function twoTabs(page: Page, context: BrowserContext): Promise<[Playground, Playground]> {
  const first = await new Playground(page).open();
  await first.write('CSV', OLD);
  await expect.poll(() => keptText(page)).toBe(OLD);
  const second = await openTab(context);
  await expect(second.editor('CSV')).toContainText('rw,analytics');
  return [first, second];
}

async function shows(on: Playground, text: string): Promise<void> {
  await expect.poll(() => on.text('CSV')).toBe(text);
}

test('an old tab that is closed last takes nothing away', async ({ page, context }) => {
  const [old, newer] = await twoTabs(page, context);
  await newer.write('CSV', NEWER);
  await expect(behind(old.page)).toBeVisible();
  await expect(behind(newer.page)).toHaveCount(0);
  await newer.page.close();
  await old.page.close();
  await shows(await openTab(context), NEWER);
});

test('nor one that was written in, which says so and keeps its own', async ({ page, context }) => {
  const [old, newer] = await twoTabs(page, context);
  await newer.write('CSV', NEWER);
  await expect(behind(old.page)).toBeVisible();
  await old.write('CSV', BRANCH);
  expect(await keptText(page)).toBe(NEWER);
  // Its reload is its own: it shows what it showed, and still says so.
  await old.page.reload();
  await shows(old, BRANCH);
  await expect(behind(old.page)).toBeVisible();
  await shows(newer, NEWER);
  await old.page.getByRole('button', { name: 'Show theirs' }).click();
  await expect(behind(old.page)).toHaveCount(0);
  await shows(old, NEWER);
  await expect(behind(newer.page)).toHaveCount(0);
  // Both ways back: the bar, and the history.
  await expect(old.page.getByText(/^The roles of the other tab took the place of 3 roles/)).toBeVisible();
  const texts = async () =>
    (await stored<{ desired: { text: string } }>(page, 'history')).map(({ desired }) => desired.text);
  await expect.poll(texts).toContain(BRANCH);
  await old.page.getByRole('button', { name: 'Bring them back' }).click();
  await shows(old, BRANCH);
  await expect(behind(newer.page)).toBeVisible();
});

test('of two, the one that is kept tells the other', async ({ page, context }) => {
  const [old, newer] = await twoTabs(page, context);
  await newer.write('CSV', NEWER);
  await old.page.getByRole('button', { name: 'Keep these' }).click();
  await expect(behind(old.page)).toHaveCount(0);
  await expect(behind(newer.page)).toBeVisible();
  expect(await keptText(page)).toBe(OLD);
  await newer.page.close();
  await shows(await openTab(context), OLD);
  const history = await stored<{ desired: { text: string } }>(page, 'history');
  expect(history.map(({ desired }) => desired.text)).toContain(NEWER);
});

test('three tabs, one without a network', async ({ page, context }) => {
  const [first, second] = await twoTabs(page, context);
  const third = await openTab(context);
  const network = await context.newCDPSession(third.page);
  await network.send('Network.emulateNetworkConditions', {
    offline: true,
    latency: 0,
    downloadThroughput: 0,
    uploadThroughput: 0,
  });
  await third.write('CSV', NEWER);
  for (const tab of [first, second]) await expect(behind(tab.page)).toBeVisible();
  await second.page.getByRole('button', { name: 'Show theirs' }).click();
  await shows(second, NEWER);
  await expect(behind(third.page)).toHaveCount(0);
  await second.write('CSV', BRANCH);
  for (const tab of [first, third]) await expect(behind(tab.page)).toBeVisible();
  // The last to go are those that are behind.
  for (const tab of [second, third, first]) await tab.page.close();
  await shows(await openTab(context), BRANCH);
});

test('snapshots are shared as the roles are', async ({ page, context }) => {
  const first = await new Playground(page).open();
  await first.paste(OLD);
  await drop(page, CATALOG);
  await first.expectHash(GOLDEN);
  await expect.poll(() => stored(page, 'snapshots')).toHaveLength(1);
  const second = await openTab(context);
  await second.expectHash(GOLDEN);
  // An example in one tab takes nothing from the other.
  await second.example('drift/bypassrls');
  await expect(behind(first.page)).toBeVisible();
  await first.page.getByRole('button', { name: 'Keep these' }).click();
  await first.page.reload();
  await first.expectHash(GOLDEN);
  await second.page.getByRole('button', { name: 'Show theirs' }).click();
  await second.expectHash(GOLDEN);
  await drop(first.page, caseFile('drift/bypassrls/catalog.json', 'other.json'));
  await expect(behind(second.page)).toBeVisible();
});

test('two tabs that write at once: one of them is told', async ({ page, context }) => {
  const [first, second] = await twoTabs(page, context);
  // As a tab would that had not heard of the other's last write.
  await first.write('CSV', NEWER);
  await expect.poll(() => keptText(page)).toBe(NEWER);
  await page.evaluate((text) => {
    const kept = JSON.parse(localStorage.getItem('rolewright.playground') ?? '');
    const version = `${Number.parseInt(kept.version, 10)}-other`;
    localStorage.setItem(
      'rolewright.playground',
      JSON.stringify({ ...kept, version, desired: { format: 'csv', text } }),
    );
    localStorage.setItem('rolewright.version', version);
    new BroadcastChannel('rolewright').postMessage(version);
  }, BRANCH);
  await expect(behind(first.page)).toBeVisible();
  await shows(first, NEWER);
  await expect(behind(second.page)).toBeVisible();
});

test('a tab that crashes', async ({ page, context, problems }) => {
  const on = await openTab(context);
  await on.write('CSV', OLD);
  await shows(on, OLD);
  await on.view('Grid');
  await on.fill('Role', 2, 'crashed');
  await expect(on.cell('Role', 2)).toHaveText('crashed');
  await expect(on.page.getByRole('listbox', { name: 'Planned roles' })).toContainText('crashed');
  const crashed = on.page.waitForEvent('crash');
  const session = await context.newCDPSession(on.page);
  session.send('Page.crash').catch(() => {});
  await crashed;
  const again = await new Playground(page).open();
  await again.view('Grid');
  await expect(again.cell('Role', 2)).toHaveText('crashed');
  problems.splice(0);
});

test('a reload right after each letter', async ({ page }) => {
  const on = await new Playground(page).open();
  await on.paste(OLD);
  for (const letter of 'abc') {
    await expect(on.cell('Role', 2)).toBeEditable();
    const input = await on.input('Role', 2);
    await input.press(letter);
    await expect(input).toHaveValue(new RegExp(`${letter}$`));
    await page.reload();
    await expect(on.cell('Role', 2)).toHaveText(new RegExp(`${letter}$`));
  }
  await expect(on.cell('Role', 2)).toHaveText('rwabc');
});

test('a page that goes while the planner is busy', async ({ page }) => {
  const hold = await Hold.prepare(page);
  const on = await new Playground(page).open();
  await on.paste(OLD);
  await expect.poll(() => keptText(page)).toBe(OLD);
  await hold.begin();
  await on.fill('Role', 2, 'late');
  await expect(on.cell('Role', 2)).toHaveText('late');
  await page.reload();
  await expect(on.cell('Role', 2)).toHaveText('late');
  expect(await on.text('CSV')).toBe(OLD.replace('managed,rw', 'managed,late'));
});
