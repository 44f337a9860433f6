// The main job without a mouse.
import type { Page } from '@playwright/test';
import { CATALOG, GOLDEN, ROLES } from './support/files';
import { Playground, sha256 } from './support/playground';
import { expect, test } from './support/test';

test('roles typed, a catalog pasted, the SQL read and copied, a link taken', async ({ page }) => {
  const on = await new Playground(page).open();
  const { keyboard } = page;
  await keyboard.press('v');
  await keyboard.press('c');
  await expect(on.editor('CSV')).toBeVisible();
  await tabTo(page, 'Desired roles as CSV');
  await keyboard.type(ROLES);
  await expect(page.getByText('There is no catalog of analytics yet')).toBeVisible();
  // Tab writes in an editor; Escape before it leaves.
  await keyboard.press('Escape');
  await keyboard.press('Tab');
  await expect(on.editor('CSV')).not.toBeFocused();

  await keyboard.press('Alt+2');
  await tabTo(page, 'Paste text');
  await keyboard.press('Enter');
  await expect(page.getByLabel('The text of a snapshot')).toBeFocused();
  await on.paste(String(CATALOG.content));
  await tabTo(page, 'Add');
  await keyboard.press('Enter');
  await expect(page.getByRole('article', { name: 'Snapshot pasted.json' })).toBeVisible();

  await keyboard.press('Alt+3');
  await on.expectHash(GOLDEN);
  await tabTo(page, 'Planned roles');
  await keyboard.press('ArrowDown');
  await expect(on.roles.nth(1)).toHaveAttribute('aria-selected', 'true');
  await keyboard.press('ArrowUp');
  await on.expectHash(GOLDEN);
  await tabTo(page, 'SQL');
  await keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Changes' })).toBeFocused();
  await expect(page.getByTestId('matrix')).toBeVisible();
  await keyboard.press('Control+Enter');
  await expect.poll(async () => sha256(await on.clipboard())).toBe(GOLDEN);

  await keyboard.press('Alt+1');
  await keyboard.press('v');
  await keyboard.press('g');
  // The grid is one stop, at its first cell.
  await tabTo(page, 'analytics');
  await expect(on.cell('Resource', 1)).toBeFocused();
  for (let i = 0; i < 3; i += 1) await keyboard.press('ArrowRight');
  await expect(on.cell('Scopes', 1)).toBeFocused();
  await keyboard.press('Enter');
  await keyboard.press('Backspace');
  await expect(on.checksum).not.toHaveText(GOLDEN);
  await keyboard.press('Control+z');
  await expect(on.checksum).toHaveText(GOLDEN);
  await keyboard.press('Control+Shift+L');
  await expect(page.getByText('Link copied')).toBeVisible();
  expect(await on.clipboard()).toContain('#s=');
});

test('Tab goes through the page in the order it is read, and what has the focus shows it', async ({
  page,
}) => {
  const on = await new Playground(page).open();
  await on.paste(ROLES);
  await expect(on.rows).toHaveCount(3);
  const stops: Stop[] = [];
  for (;;) {
    await page.keyboard.press('Tab');
    const stop = await focused(page);
    if (!stop) break;
    stops.push(stop);
    expect(stops.length, 'Tab comes to the end of the page').toBeLessThan(200);
  }
  const nameless = stops.filter(({ name }) => name === '');
  expect(nameless).toEqual([]);
  expect(stops.filter(({ shown }) => !shown).map(({ name }) => name)).toEqual([]);
  const regions = stops.map(({ region }) => region).filter((region, i, all) => region !== all[i - 1]);
  // The first is the way past all that, to the plan.
  expect(stops[0]?.name).toBe('Skip to the plan');
  expect(regions).toEqual(['', 'header', 'What is desired, and where', 'separator', 'What comes of it']);
  expect(stops.length).toBeGreaterThan(15);
});

interface Stop {
  name: string;
  region: string;
  /** Something is drawn for the focus. */
  shown: boolean;
}

/** What has the focus; nothing at the end of the page. */
function focused(page: Page): Promise<Stop | undefined> {
  return page.evaluate(async () => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || element === document.body) return undefined;
    const labelled = element.getAttribute('aria-labelledby');
    const name =
      element.getAttribute('aria-label') ??
      (labelled && document.getElementById(labelled)?.textContent) ??
      (element as HTMLInputElement).labels?.[0]?.textContent ??
      element.textContent ??
      '';
    const region = element.closest('header')
      ? 'header'
      : element.getAttribute('role') === 'separator'
        ? 'separator'
        : (element.closest('main > section')?.getAttribute('aria-label') ?? '');
    // The ring may be on what stands for a hidden input: its label, or the box around it.
    const boxes = [
      element,
      (element as HTMLInputElement).labels?.[0],
      element.parentElement,
      element.closest('.mantine-Input-input'),
    ].filter((box) => box instanceof HTMLElement);
    await Promise.all(boxes.flatMap((box) => box.getAnimations().map(({ finished }) => finished)));
    const look = (box: Element) =>
      [undefined, '::after'].map((part) => {
        const { outline, boxShadow, borderColor, backgroundColor } = getComputedStyle(box, part);
        return [outline, boxShadow, borderColor, backgroundColor].join();
      });
    /** A twin beside it has all but the focus. */
    const differs = (box: HTMLElement) => {
      const twin = box.cloneNode(true) as HTMLElement;
      box.after(twin);
      const [mine, other] = [look(box).join(), look(twin).join()];
      twin.remove();
      return mine !== other;
    };
    const shown = boxes.some(differs);
    return { name: name.trim(), region, shown };
  });
}

/** Presses Tab until what has this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const passed: string[] = [];
  for (let i = 0; i < 80; i += 1) {
    await page.keyboard.press('Tab');
    const now = await page.evaluate(() => {
      const element = document.activeElement;
      return (element?.getAttribute('aria-label') ?? element?.textContent ?? '').trim();
    });
    if (now === name || now.startsWith(`${name}:`)) return;
    passed.push(now);
  }
  throw new Error(`Tab does not come to ${name}, only to ${passed.join(' | ')}`);
}
