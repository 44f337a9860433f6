// A reader whose browser has a larger font: all of the page grows with it.
import { LAUNCH } from '../harness/chromium.mjs';
import { expectNoSidewaysScroll } from './support/axe';
import { CATALOG, drop, GOLDEN, ROLES } from './support/files';
import { Playground } from './support/playground';
import { expectSoundPlayground, expectSoundReport } from './support/states';
import { expect, test } from './support/test';

test.use({ launchOptions: { ...LAUNCH, args: [...LAUNCH.args, '--blink-settings=defaultFontSize=24'] } });

test('a default font of 24 px scales type, rows and controls alike', async ({ page }) => {
  const on = await new Playground(page).open();
  await on.paste(ROLES);
  await drop(page, CATALOG);
  await on.panel('Plan');
  await on.expectHash(GOLDEN);
  const size = (selector: string, property: 'fontSize' | 'height') =>
    page
      .locator(selector)
      .first()
      .evaluate((element, name) => Number.parseFloat(getComputedStyle(element)[name]), property);
  expect(await size('html', 'fontSize')).toBe(24);
  expect(await size('body', 'fontSize')).toBe(21);
  expect(await size('[data-testid=sql]', 'fontSize')).toBe(19.5);
  expect(await size('[role=option]', 'height')).toBe(54);
  expect(await size('header button', 'height')).toBeGreaterThan(30);
  await expectNoSidewaysScroll(page, 'plan, 24 px');
  // The list is drawn in rows of the height that they have.
  await on.roles.nth(2).click();
  await expect(on.roles.nth(2)).toHaveAttribute('aria-selected', 'true');
  for (const panel of ['Desired', 'Catalog'] as const) {
    await on.panel(panel);
    await expectNoSidewaysScroll(page, `${panel}, 24 px`);
  }
});

test('every state of the playground is sound', ({ page }) => expectSoundPlayground(page));
test('every part of the report is sound', ({ page }, info) => expectSoundReport(page, info));

test.describe('400 px wide', () => {
  test.use({ viewport: { width: 400, height: 800 } });

  test('every state of the playground is sound', ({ page }) => expectSoundPlayground(page));
  test('nothing is cut off at the side', async ({ page }) => {
    const on = await new Playground(page).open();
    await expectNoSidewaysScroll(page, 'first page, 24 px');
    await on.paste(ROLES);
    await drop(page, CATALOG);
    await on.panel('Plan');
    await on.expectHash(GOLDEN);
    await expectNoSidewaysScroll(page, 'plan, 24 px');
  });
});
