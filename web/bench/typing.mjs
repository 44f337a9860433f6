// What is typed: no text twice, because plans that were made before would be remembered.

/** The line of plan.yaml (from 0) with the label, and the first one with a scope. */
const LABEL = 3;
const SCOPES = 6;

/** After this, what a page does when nobody types is done. */
export const REST_MS = 600;

/** So many keystrokes in a row: a label has an end, and a role's name a greatest length. */
export const RUN = 12;

async function caretAt(page, line) {
  await page.getByRole('textbox', { name: 'Desired roles as YAML' }).focus();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Home');
  for (let n = 0; n < line; n++) await page.keyboard.press('ArrowDown');
}

/** Each gives, for the n-th keystroke, the key to press, and sees to it that the caret is in place. */
export const TYPING = {
  'a letter of the label': letters,
  'a scope out or in': scopes,
};

/** One letter more each time; with every run, the label begins anew with other letters. */
function letters(page) {
  const letter = (n) => 'abcdefghijklmnopqrstuvwxyz'[n % 26];
  return async (n) => {
    if (n % RUN === 0) {
      await caretAt(page, LABEL);
      await page.keyboard.press('End');
      await page.keyboard.press('Control+Shift+ArrowLeft');
      await page.keyboard.type(`${letter(n / RUN)}${letter(n)}`);
      await page.keyboard.press('Escape');
      await page.waitForTimeout(REST_MS);
    }
    return letter(7 * n);
  };
}

/** One scope made a comment, or no comment any more: the subsets in Gray's order, which has each once. */
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
