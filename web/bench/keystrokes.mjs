// The playground as somebody uses it: opens a large snapshot, types in the YAML editor, waits for the
// plan. No text is typed twice: plans that were made before would be remembered.
import { median, ms, quantile, table } from './stats.mjs';

/** Between two keystrokes, so that each meets a page at rest. */
const PAUSE_MS = 60;
/** The line of plan.yaml (from 0) with the label, and the first one with a scope. */
const LABEL = 3;
const SCOPES = 6;
const WARM_UP = 5;

/** Markdown. `size` says what is in the snapshot. */
export async function keystrokes({ size, page, files, count }) {
  await page.goto('/');
  await page.evaluate(async () => {
    globalThis.probe = await import('/bench/probe.mjs');
    globalThis.probe.watchTasks();
  });
  await page.getByLabel('A file of roles').setInputFiles(files.plan);
  await page.getByRole('tab', { name: 'Catalog' }).click();
  const loaded = await measure(page, 'change', () =>
    page.getByLabel('Snapshot files').setInputFiles(files.catalog),
  );
  await page.getByRole('tab', { name: 'Desired' }).click();
  const rows = [
    [`open the file: chosen → the role's plan is painted`, ms(loaded), '', ''],
    await typed(page, 'a letter of the label', letters(page), count),
    await typed(page, 'a scope out or in', scopes(page), count),
  ];
  return table([size, 'median', 'p95', 'longest task of the main thread'], rows);
}

async function measure(page, event, act) {
  await page.evaluate((event) => globalThis.probe.arm(event), event);
  await act();
  return page.evaluate(() => globalThis.probe.taken());
}

async function typed(page, what, keys, count) {
  const took = [];
  await page.waitForTimeout(1000);
  for (let n = -WARM_UP; n < count; n++) {
    if (n === 0) await page.evaluate(() => globalThis.probe.longestTask());
    const key = await keys(n + WARM_UP);
    await page.waitForTimeout(PAUSE_MS);
    const value = await measure(page, 'keydown', () => page.keyboard.press(key));
    if (n >= 0) took.push(value);
  }
  const longest = await page.evaluate(() => globalThis.probe.longestTask());
  const task = longest === 0 ? 'none of 50 ms or more' : ms(longest);
  return [`${what}, ${count} keystrokes`, ms(median(took)), ms(quantile(took, 0.95)), task];
}

async function caretAt(page, line) {
  await page.getByRole('textbox', { name: 'Desired roles as YAML' }).focus();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Home');
  for (let n = 0; n < line; n++) await page.keyboard.press('ArrowDown');
}

/** One letter more each time; every twelve, the label begins anew with other letters. */
function letters(page) {
  const letter = (n) => 'abcdefghijklmnopqrstuvwxyz'[n % 26];
  return async (n) => {
    if (n % 12 === 0) {
      await caretAt(page, LABEL);
      await page.keyboard.press('End');
      await page.keyboard.press('Control+Shift+ArrowLeft');
      await page.keyboard.type(`${letter(n / 12)}${letter(n)}`);
      await page.keyboard.press('Escape');
    }
    return letter(7 * n);
  };
}

/**
 * One scope made a comment, or no comment any more: the subsets in Gray's order, which has each once.
 */
function scopes(page) {
  const out = new Set();
  return async (n) => {
    const scope = 31 - Math.clz32((n + 1) & -(n + 1));
    await caretAt(page, SCOPES + scope);
    await page.keyboard.press('Home');
    if (out.delete(scope)) return 'Delete';
    out.add(scope);
    return '#';
  };
}
