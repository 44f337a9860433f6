// Every shortcut that `?` lists does what it says, and none is missing here.
import { CATALOG, drop, GOLDEN, ROLES } from './support/files';
import { type PanelName, Playground, sha256, type ViewName } from './support/playground';
import { expect, test } from './support/test';

interface Does {
  /** What is pressed. */
  keys: string[];
  /** Makes it so that pressing them changes something. */
  before?(on: Playground): Promise<unknown>;
  shows(on: Playground): Promise<unknown>;
}

const goes = (name: PanelName, ...keys: string[]): Does => ({
  keys,
  shows: async ({ page }) => {
    const tab = page.getByRole('tab', { name: new RegExp(`^${name}`) });
    await expect(tab).toBeFocused();
    await expect(tab).toHaveAttribute('aria-selected', 'true');
  },
});

const views = (name: ViewName, key: string): Does => ({
  keys: ['v', key],
  shows: ({ page }) => expect(page.getByRole('radio', { name, exact: true })).toBeChecked(),
});

/** The caret out of the texts: single letters work then. */
const rest = (on: Playground) => on.page.getByRole('tab', { name: /^Plan/ }).focus();

const edited = async (on: Playground) => {
  await on.view('Grid');
  await on.fill('Role', 1, 'other');
  await expect(on.sql).toContainText('hoopdev_analytics_other_');
  await rest(on);
};
const undone = async (on: Playground) => {
  await edited(on);
  await on.page.keyboard.press('Control+z');
  await on.expectHash(GOLDEN);
};
const redone = (on: Playground) => expect(on.sql).toContainText('hoopdev_analytics_other_');
const plan = (on: Playground, role: string) =>
  expect(on.page.getByRole('article', { name: `Plan of ${role}` })).toBeVisible();
const copied = (on: Playground) => expect.poll(async () => sha256(await on.clipboard())).toBe(GOLDEN);

/** By the keycaps in the list. */
const SHORTCUTS: Record<string, Does> = {
  'Alt 1': goes('Desired', 'Alt+1'),
  'Alt 2': goes('Catalog', 'Alt+2'),
  'Alt 3': goes('Plan', 'Alt+3'),
  'Alt 4': goes('What if', 'Alt+4'),
  'Alt 5': goes('Graph', 'Alt+5'),
  'G D': goes('Desired', 'g', 'd'),
  'G C': goes('Catalog', 'g', 'c'),
  'G P': goes('Plan', 'g', 'p'),
  'G W': goes('What if', 'g', 'w'),
  'G R': goes('Graph', 'g', 'r'),
  'G H': {
    keys: ['g', 'h'],
    shows: async ({ page }) => {
      await expect(page.getByRole('dialog', { name: 'History' })).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog', { name: 'History' })).toBeHidden();
    },
  },
  'Ctrl Z': { keys: ['Control+z'], before: edited, shows: (on) => on.expectHash(GOLDEN) },
  'Ctrl Shift Z': { keys: ['Control+Shift+z'], before: undone, shows: redone },
  'Ctrl Y': { keys: ['Control+y'], before: undone, shows: redone },
  'V Y': views('YAML', 'y'),
  'V C': views('CSV', 'c'),
  'V G': views('Grid', 'g'),
  'Ctrl ↵': { keys: ['Control+Enter'], shows: copied },
  'Alt ↓': { keys: ['Alt+ArrowDown'], shows: (on) => plan(on, 'analytics/rw') },
  'Alt ↑': {
    keys: ['Alt+ArrowUp'],
    before: async (on) => {
      await on.roles.nth(2).click();
      await plan(on, 'marketplace/ro');
    },
    shows: (on) => plan(on, 'analytics/rw'),
  },
  'F R': {
    keys: ['f', 'r'],
    shows: async ({ page }) => {
      await expect(page.getByRole('radio', { name: /^Only revokes/ })).toBeChecked();
      await page.keyboard.press('f');
      await page.keyboard.press('r');
      await expect(page.getByRole('radio', { name: /^All/ })).toBeChecked();
    },
  },
  '/': { keys: ['/'], shows: ({ page }) => expect(page.getByLabel('Filter roles')).toBeFocused() },
  'Ctrl Shift L': {
    keys: ['Control+Shift+l'],
    shows: ({ page }) => expect(page.getByText('Link copied')).toBeVisible(),
  },
  'Ctrl P': {
    keys: ['Control+p'],
    // The browser's own dialogue would wait for somebody.
    before: ({ page }) =>
      page.evaluate(() => {
        window.print = () => document.documentElement.setAttribute('data-printed', '');
      }),
    shows: ({ page }) => expect(page.locator('html[data-printed]')).toHaveCount(1),
  },
  'Ctrl K': {
    keys: ['Control+k'],
    shows: async ({ page }) => {
      const dialog = page.getByRole('dialog', { name: 'Commands' });
      await page.keyboard.type('go catalog');
      await expect(dialog.getByRole('option')).toHaveCount(1);
      await page.keyboard.press('Enter');
      await expect(dialog).toBeHidden();
      await expect(page.getByRole('tab', { name: /^Catalog/ })).toBeFocused();
    },
  },
  T: {
    keys: ['t'],
    shows: ({ page }) => expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark'),
  },
  '?': {
    keys: ['?'],
    shows: ({ page }) => expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible(),
  },
};

async function ready(on: Playground): Promise<void> {
  await on.open();
  await on.paste(ROLES);
  await drop(on.page, CATALOG);
  await on.expectHash(GOLDEN);
  await on.panel('Desired');
}

test('each does what the list says', async ({ page }) => {
  const on = new Playground(page);
  await ready(on);
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(dialog).toBeVisible();
  // A command may have several.
  const listed = await dialog
    .locator('[data-keys]')
    .evaluateAll((all) =>
      all.map((keys) => [...keys.querySelectorAll('kbd')].map((cap) => cap.textContent).join(' ')),
    );
  expect(listed.map((keys) => keys.replace('⇧', 'Shift')).sort()).toEqual(Object.keys(SHORTCUTS).sort());
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  for (const [name, { keys, before, shows }] of Object.entries(SHORTCUTS)) {
    await test.step(name, async () => {
      await page.keyboard.press('Alt+3');
      await on.roles.first().click();
      await before?.(on);
      await rest(on);
      for (const key of keys) await page.keyboard.press(key);
      await shows(on);
      if (keys.includes('Control+Shift+z') || keys.includes('Control+y')) {
        await page.keyboard.press('Control+z');
        await on.expectHash(GOLDEN);
      }
    });
  }
});

test('letters are letters while something is typed', async ({ page }) => {
  const on = new Playground(page);
  await ready(on);
  await on.cell('Role', 2).focus();
  await page.keyboard.type('gctv/?');
  await page.keyboard.press('Tab');
  await expect(on.cell('Role', 2)).toHaveText('gctv/?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('with one role, / looks for a statement', async ({ page }) => {
  const on = await new Playground(page).open();
  await on.paste(ROLES.split('\n').slice(0, 2).join('\n'));
  await drop(page, CATALOG);
  await on.expectHash(GOLDEN);
  await rest(on);
  await page.keyboard.press('/');
  await expect(page.getByLabel('Filter statements by text')).toBeFocused();
  await page.keyboard.type('legacy');
  await expect(page.getByText(/^\d of \d+ statements$/)).toBeVisible();
});
