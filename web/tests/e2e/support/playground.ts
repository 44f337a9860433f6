import { createHash } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { KEYS } from '../../../src/planner/keys';
import { expect } from './test';

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export const panels = ['Desired', 'Catalog', 'Plan', 'What if', 'Graph'] as const;
export type PanelName = (typeof panels)[number];
export type ViewName = 'Grid' | 'YAML' | 'CSV';
export type PartName = 'SQL' | 'Changes' | 'Statements' | 'Undo' | 'Document';

/** What a reader of the page does and sees. */
export class Playground {
  readonly sql: Locator;
  readonly checksum: Locator;
  readonly rows: Locator;
  readonly roles: Locator;

  constructor(readonly page: Page) {
    this.sql = page.getByTestId('sql');
    this.checksum = page.getByTestId('sql_plan_checksum');
    this.rows = page.getByRole('region', { name: 'Desired roles' }).getByRole('row', { name: /^Role \d+:/ });
    this.roles = page.getByRole('listbox', { name: 'Planned roles' }).getByRole('option');
  }

  /** As somebody who was here before: without the example of a first visit. */
  async open(path = '/'): Promise<this> {
    await this.page.addInitScript(() => {
      try {
        if (!localStorage.getItem('rolewright.looked'))
          localStorage.setItem('rolewright.looked', '{"begun":true}');
      } catch {
        // Without storage every visit is the first.
      }
    });
    return this.visit(path);
  }

  /** As somebody who was never here. */
  async visit(path = '/'): Promise<this> {
    await this.page.goto(path);
    await expect(this.page.getByRole('heading', { name: 'Rolewright', level: 1 })).toBeVisible();
    return this;
  }

  panel(name: PanelName): Promise<void> {
    return this.page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
  }

  async view(name: ViewName): Promise<void> {
    await this.panel('Desired');
    await this.page.getByRole('radiogroup', { name: 'View' }).getByText(name, { exact: true }).click();
  }

  async part(name: PartName): Promise<void> {
    await this.panel('Plan');
    await this.page
      .getByRole('tablist', { name: 'Parts of the plan' })
      .getByRole('tab', { name, exact: true })
      .click();
  }

  /** Opens an example by its folder, among all that there are. */
  async example(path: string): Promise<void> {
    await this.panel('Catalog');
    const all = this.page.getByRole('button', { name: /^All that the planner/ });
    if ((await all.count()) > 0) await all.click();
    await this.page.getByRole('button', { name: new RegExp(`^${path}`) }).click();
  }

  /** A cell of the grid, by the head it stands under. */
  cell(column: string, role: number): Locator {
    const id = KEYS.find(({ title }) => title === column)?.column;
    return this.page.locator(`[role=row][aria-label^="Role ${role}:"] > [data-column="${id}"]`);
  }

  /** Opens a cell for editing. */
  async input(column: string, role: number): Promise<Locator> {
    await this.cell(column, role).click();
    const input = this.page.locator(`input[aria-label="${column} of role ${role}"]`);
    // A click into the cell of the cursor has opened it.
    if ((await input.count()) === 0) await this.cell(column, role).press('F2');
    await expect(input).toBeFocused();
    return input;
  }

  /** Writes something into a cell, and leaves it. */
  async fill(column: string, role: number, text: string): Promise<void> {
    const input = await this.input(column, role);
    await input.fill(text);
    await input.blur();
  }

  editor(view: 'YAML' | 'CSV'): Locator {
    return this.page.getByRole('textbox', { name: `Desired roles as ${view}` });
  }

  /** The text in an editor, line by line as it is drawn: only for short ones. */
  async text(view: 'YAML' | 'CSV'): Promise<string> {
    await this.view(view);
    await expect(this.editor(view)).toBeVisible();
    return (await this.editor(view).locator('.cm-line').allTextContents()).join('\n');
  }

  /** Replaces the text, by paste: the editor would indent what is typed. */
  async write(view: 'YAML' | 'CSV', text: string): Promise<void> {
    await this.view(view);
    // What is made from the other format is made first.
    await expect(this.editor(view)).toBeEditable();
    await this.editor(view).focus();
    await this.page.keyboard.press('Control+a');
    await this.paste(text);
  }

  /** Into what has the focus. */
  async paste(text: string): Promise<void> {
    await this.page.evaluate((value) => navigator.clipboard.writeText(value), text);
    await this.page.keyboard.press('Control+v');
  }

  clipboard(): Promise<string> {
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  /** SHA-256 of the SQL as it stands on the page, and that it is the checksum beside it. */
  async hash(): Promise<string> {
    const text = await this.sql.evaluate((element) => element.textContent ?? '');
    const hash = sha256(text);
    await expect(this.checksum).toHaveText(hash);
    return hash;
  }

  /** Waits until the plan on the page is this one, and reads it. */
  async expectHash(hash: string): Promise<void> {
    await expect(this.checksum).toHaveText(hash);
    expect(await this.hash()).toBe(hash);
  }
}
