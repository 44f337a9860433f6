// A link may come from anywhere, and takes nothing away.
import type { Page } from '@playwright/test';
import type { LoadedSnapshot } from '../../src/engine/snapshots';
import { compare } from '../../src/share/compare';
import { encode, type Shared } from '../../src/share/link';
import { ROLES } from './support/files';
import { Playground } from './support/playground';
import { expect, test } from './support/test';

const THEIRS = ROLES.replace('rw,analytics,', 'theirs,analytics,');

const follow = async (page: Page, shared: object) => {
  const hash = await encode(shared as Shared);
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
};

const link = (text: string, snapshots: unknown = []) => ({ v: 1, format: 'csv', text, snapshots });

test('a link with other types in it is refused, and the page stays', async ({ page }) => {
  const on = await new Playground(page).open();
  await on.paste(ROLES);
  await expect(on.rows).toHaveCount(3);
  for (const snapshots of [
    [{ name: 'x', fingerprint: {} }],
    [{ name: 'x', resource: 1 }],
    [{ name: 'x'.repeat(5000) }],
    Array.from({ length: 1001 }, () => ({ name: 'x' })),
    [null],
    'x',
  ]) {
    await follow(page, link(THEIRS, snapshots));
    const refused = page.getByRole('alert').filter({ hasText: 'The link could not be opened' });
    await expect(refused).toBeVisible();
    await refused.getByRole('button', { name: 'Dismiss' }).click();
    await expect(refused).toHaveCount(0);
  }
  await expect(on.cell('Role', 2)).toHaveText('rw');
});

test('facts are the same where plans would be made on them', () => {
  const loaded = (...all: [fingerprint: string, resource?: string][]) =>
    all.map(([fingerprint, resource], id) => ({
      id: `${id}`,
      name: 'catalog.json',
      resource,
      fingerprint,
    })) as LoadedSnapshot[];
  const told = (shared: Shared['snapshots'], mine: LoadedSnapshot[], resources: string[] = ['analytics']) => {
    const { same, different } = compare(shared, mine, resources);
    return `${same.length} same, ${different.length} different`;
  };
  const sent = [{ name: 'catalog.json', fingerprint: 'aaa' }];
  expect(told(sent, loaded(['aaa']))).toBe('1 same, 0 different');
  expect(told(sent, loaded(['aaa']), [])).toBe('1 same, 0 different');
  expect(told(sent, loaded(['aaa'], ['bbb']))).toBe('0 same, 1 different');
  expect(told(sent, loaded(['bbb'], ['aaa']))).toBe('1 same, 0 different');
  // The resource's own comes before one for all.
  expect(told(sent, loaded(['bbb', 'analytics'], ['aaa']))).toBe('0 same, 1 different');
  expect(told(sent, loaded(['bbb', 'other'], ['aaa']))).toBe('1 same, 0 different');
  expect(told(sent, loaded(['aaa', 'other']))).toBe('0 same, 1 different');
  // What the sender did not plan on either is of no account.
  expect(told([{ name: 'old.json', fingerprint: 'old' }, ...sent], loaded(['aaa']))).toBe(
    '1 same, 0 different',
  );
  expect(told([{ name: 'catalog.json' }], loaded(['aaa']))).toBe('0 same, 1 different');
});

test('the roles that a link replaces are offered until their owner decides', async ({ page }) => {
  const on = await new Playground(page).open();
  const back = page.getByRole('button', { name: 'Bring them back' });
  await on.write('CSV', ROLES);
  await expect(page.getByRole('article')).toHaveAccessibleName(/analytics\/ro/);
  await follow(page, link(THEIRS));
  await expect(back).toBeVisible();
  await expect(on.editor('CSV')).toContainText('theirs');
  await page.reload();
  await expect(on.editor('CSV')).toContainText('theirs');
  // One more link takes the place of nobody's roles.
  await follow(page, link(THEIRS.replace('theirs', 'others')));
  await expect(on.editor('CSV')).toContainText('others');
  await back.click();
  await expect(back).toHaveCount(0);
  expect(await on.text('CSV')).toBe(ROLES);
  await page.reload();
  await expect(on.editor('CSV')).toContainText('rw,analytics');
  await expect(back).toHaveCount(0);

  // Undone, closed, or brought back.
  await follow(page, link(THEIRS));
  await expect(back).toBeVisible();
  await page.getByRole('toolbar', { name: 'Desired roles' }).getByRole('button', { name: 'Undo' }).click();
  await expect(back).toHaveCount(0);
  for (const decide of [
    () => page.getByRole('button', { name: 'Dismiss' }).first().click(),
    () => back.click(),
  ]) {
    await on.write('CSV', ROLES);
    await follow(page, link(THEIRS));
    await expect(back).toBeVisible();
    await decide();
    await expect(back).toHaveCount(0);
    await page.reload();
    await expect(on.editor('CSV')).toBeVisible();
    await expect(back).toHaveCount(0);
  }
});
